/** What differs in the selected step, and the way to it in either trace. */

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { duration } from '@/shared/format';
import { WORDS } from '@/shared/traces/difference';
import { Failed, Loading } from '@/shared/ui/states';
import { us } from '@/shared/units';
import { type ComparedRow, type ComparedSide, stepQuery } from '../api';
import { Fields } from './words';

interface Props {
  project: string;
  traces: { a: string; b: string };
  row: ComparedRow;
  isFirst: boolean;
}

export function Detail({ project, traces, row, isFirst }: Props) {
  const { before, after } = row;
  const pair = before && after ? { before: before.span_id, after: after.span_id } : null;
  const step = useQuery(stepQuery(project, traces, pair));
  return (
    <section aria-label="The selected step" className="flex flex-col gap-3 p-4">
      <header>
        <h2 className="text-section font-semibold break-words">{row.name}</h2>
        <p className="text-muted">
          {row.kind}, {WORDS[row.what]}
          {isFirst
            ? ': the traces part here'
            : row.is_downstream
              ? ', downstream of the first divergence'
              : ''}
        </p>
      </header>
      <div className="grid grid-cols-2 gap-2">
        <Where title="A" project={project} traceId={traces.a} side={before} />
        <Where title="B" project={project} traceId={traces.b} side={after} />
      </div>
      {pair === null ? null : step.data === undefined ? (
        step.error === null ? (
          <Loading />
        ) : (
          <Failed what="The step could not be compared" error={step.error} />
        )
      ) : step.data.fields.length === 0 ? (
        <p className="text-muted">Name, model, input, output and status are the same.</p>
      ) : (
        <Fields fields={step.data.fields} />
      )}
    </section>
  );
}

function Where({
  title,
  project,
  traceId,
  side,
}: {
  title: string;
  project: string;
  traceId: string;
  side: ComparedSide | null;
}) {
  if (side === null)
    return <p className="rounded-card border border-line p-2 text-muted">{title}: not there</p>;
  return (
    <div className="rounded-card border border-line p-2">
      <Link
        to="/p/$project/traces/$traceId"
        params={{ project, traceId }}
        search={{ span: side.span_id }}
        className="text-accent underline"
      >
        {title}: open the span
      </Link>
      <p className="figure text-meta text-muted">
        {side.status}, {duration(side.duration_us === null ? null : us(side.duration_us))}
        {side.model === null ? '' : `, ${side.model}`}
      </p>
    </div>
  );
}
