/** The first lines of how a replay differs from the trace that it was made from. */
import { useQuery } from '@tanstack/react-query';
import { plural } from '@/shared/format';
import { MARK_COLOURS, MARKS, WORDS } from '@/shared/traces/difference';
import { Failed, Loading } from '@/shared/ui/states';
import { diffQuery } from './queries';

const SHOWN = 5;

export function DiffLines({ project, a, b }: { project: string; a: string; b: string }) {
  const { data, error } = useQuery(diffQuery(project, a, b));
  if (error !== null) return <Failed what="The traces could not be compared" error={error} />;
  if (data === undefined) return <Loading />;
  if (data.is_same) return <p className="text-muted">The traces are the same.</p>;
  const differ = data.rows.flatMap((row, index) => (row.what === 'same' ? [] : [{ row, index }]));
  const more = differ.length - SHOWN;
  return (
    <section aria-label="First differences" className="flex flex-col gap-1">
      <ul className="rounded-card border border-line">
        {differ.slice(0, SHOWN).map(({ row, index }) => (
          <li key={index} className="flex gap-2 px-3 py-1 not-first:border-t not-first:border-line">
            <span className={`figure w-4 text-center font-semibold ${MARK_COLOURS[row.what]}`}>
              <span aria-hidden="true">{MARKS[row.what]}</span>
              <span className="sr-only">{WORDS[row.what]}</span>
            </span>
            <span className="min-w-0 truncate">{row.name}</span>
            {index === data.first_divergence ? (
              <span className="font-medium whitespace-nowrap">first divergence</span>
            ) : null}
            <span className="text-meta text-muted">{row.fields.join(', ')}</span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="text-meta text-muted">and {plural(more, 'more step')}</p> : null}
    </section>
  );
}
