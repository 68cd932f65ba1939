/** The left column of the trace list: filters to tick, with counts where the server has them. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { compact } from '@/shared/format';
import { facetQuery } from '../api';
import { valuesOf, writeValue } from '../model/question';

const STATUSES = ['running', 'ok', 'error', 'timeout', 'cancelled'];

interface Props {
  project: string;
  question: string;
  onToggle: (field: string, value: string) => void;
}

export function Facets({ project, question, onToggle }: Props) {
  return (
    <aside
      aria-label="Filters"
      className="w-[220px] shrink-0 overflow-y-auto border-r border-line bg-surface px-3 py-3 max-[1100px]:hidden"
    >
      <Group title="Status">
        {STATUSES.map((status) => (
          <Choice key={status} field="status" value={status} question={question} onToggle={onToggle} />
        ))}
      </Group>
      <Counted title="Agent" groupBy="agent" project={project} question={question} onToggle={onToggle} />
      <Counted title="Model" groupBy="model" project={project} question={question} onToggle={onToggle} />
    </aside>
  );
}

function Counted({
  title,
  groupBy,
  project,
  question,
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
          field={groupBy}
          value={row.key ?? ''}
          total={row.total_traces}
          question={question}
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
  field: string;
  value: string;
  total?: number;
  question: string;
  onToggle: (field: string, value: string) => void;
}

function Choice({ field, value, total, question, onToggle }: ChoiceProps) {
  return (
    <label className="flex h-7 cursor-pointer items-center gap-2 rounded-chip px-1 hover:bg-hover">
      <input
        type="checkbox"
        checked={valuesOf(question, field).includes(writeValue(value))}
        onChange={() => onToggle(field, value)}
        className="accent-(--accent)"
      />
      <span className="min-w-0 flex-1 truncate" title={value}>
        {value}
      </span>
      {total === undefined ? null : (
        <span className="figure shrink-0 text-meta text-muted">{compact(total)}</span>
      )}
    </label>
  );
}
