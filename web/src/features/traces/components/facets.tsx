/** The left column of the trace list: values to tick, each with how many traces the list would then have. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { compact } from '@/shared/format';
import { writeValue } from '@/shared/language';
import { facetQuery, type TraceParameters } from '../api';
import { unwritten, valuesOf, without } from '../model/question';

const FIELDS: readonly [field: string, title: string][] = [
  ['status', 'Status'],
  ['agent', 'Agent'],
  ['model', 'Model'],
  ['user', 'User'],
  ['tag', 'Tag'],
];

interface Props {
  project: string;
  question: string;
  time: Pick<TraceParameters, 'since' | 'until'>;
  onToggle: (field: string, value: string) => void;
}

/** Gives way to the peek where both and the list have no room. */
export function Facets({ isCrowded, ...asked }: Props & { isCrowded: boolean }) {
  return (
    <aside
      aria-label="Filters"
      className={`w-[220px] shrink-0 overflow-y-auto border-r border-line bg-surface px-3 py-3 ${isCrowded ? 'max-[1699px]:hidden' : 'max-[1100px]:hidden'}`}
    >
      {FIELDS.map(([field, title]) => (
        <Facet key={field} field={field} title={title} {...asked} />
      ))}
    </aside>
  );
}

/** Values of one field among the traces that all other conditions mean. */
function Facet({
  field,
  title,
  project,
  question,
  time,
  onToggle,
}: Props & { field: string; title: string }) {
  const others = without(question, field);
  const { data } = useQuery(facetQuery(project, field, { ...time, ...(others ? { q: others } : {}) }));
  const chosen = valuesOf(question, field);
  const counted = data?.facets[0]?.values ?? [];
  const unseen = chosen
    .map(unwritten)
    .filter((value) => !counted.some((each) => each.value === value))
    .map((value) => ({ value, count: 0 }));
  const values = [...counted.filter((each) => each.value !== ''), ...unseen];
  if (values.length === 0) return null;
  return (
    <Group title={title}>
      {values.map(({ value, count }) => (
        <label
          key={value}
          className="flex h-7 cursor-pointer items-center gap-2 rounded-chip px-1 hover:bg-hover"
        >
          <input
            type="checkbox"
            checked={chosen.includes(writeValue(value))}
            onChange={() => onToggle(field, value)}
            className="accent-(--accent)"
          />
          <span className="min-w-0 flex-1 truncate" title={value}>
            {value}
          </span>
          <span className="figure shrink-0 text-meta text-muted">{compact(count)}</span>
        </label>
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
