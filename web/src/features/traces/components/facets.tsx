/** The left column of the trace list: filters to tick, with counts where the server has them. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { compact } from '@/shared/format';
import { facetQuery } from '../api';

const STATUSES = ['running', 'ok', 'error', 'timeout', 'cancelled'];

interface Props {
  project: string;
  active: readonly string[];
  onToggle: (filter: string) => void;
}

export function Facets({ project, active, onToggle }: Props) {
  return (
    <aside
      aria-label="Filters"
      className="w-[220px] shrink-0 overflow-y-auto border-r border-line bg-surface px-3 py-3 max-[1100px]:hidden"
    >
      <Group title="Status">
        {STATUSES.map((status) => (
          <Choice
            key={status}
            filter={`status:${status}`}
            label={status}
            active={active}
            onToggle={onToggle}
          />
        ))}
      </Group>
      <Counted title="Agent" groupBy="agent" project={project} active={active} onToggle={onToggle} />
      <Counted title="Model" groupBy="model" project={project} active={active} onToggle={onToggle} />
    </aside>
  );
}

function Counted({
  title,
  groupBy,
  project,
  active,
  onToggle,
}: Props & { title: string; groupBy: 'agent' | 'model' }) {
  const { data } = useQuery(facetQuery(project, groupBy));
  const rows = (data?.rows ?? []).filter((row) => row.key !== null && row.key !== '').slice(0, 12);
  if (rows.length === 0) return null;
  return (
    <Group title={title}>
      {rows.map((row) => (
        <Choice
          key={row.key}
          filter={`${groupBy}:${row.key}`}
          label={row.key ?? ''}
          total={row.total_traces}
          active={active}
          onToggle={onToggle}
        />
      ))}
    </Group>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="mb-4 min-w-0">
      <legend className="mb-1 text-meta font-medium text-muted">{title}</legend>
      {children}
    </fieldset>
  );
}

interface ChoiceProps {
  filter: string;
  label: string;
  total?: number;
  active: readonly string[];
  onToggle: (filter: string) => void;
}

function Choice({ filter, label, total, active, onToggle }: ChoiceProps) {
  return (
    <label className="flex h-7 cursor-pointer items-center gap-2 rounded-chip px-1 hover:bg-hover">
      <input
        type="checkbox"
        checked={active.includes(filter)}
        onChange={() => onToggle(filter)}
        className="accent-(--accent)"
      />
      <span className="min-w-0 flex-1 truncate" title={label}>
        {label}
      </span>
      {total === undefined ? null : (
        <span className="figure shrink-0 text-meta text-muted">{compact(total)}</span>
      )}
    </label>
  );
}
