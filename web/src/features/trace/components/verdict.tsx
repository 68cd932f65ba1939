/** Answer first: what failed and where, or what is not whole about what is shown. */
import { useQuery } from '@tanstack/react-query';
import { CircleX, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import type { Trace } from '@/shared/api/types';
import { at, Flag, has, type Skeleton } from '@/shared/columns';
import { ago, count, instant, offset, plural } from '@/shared/format';
import { useNow } from '@/shared/ui/when';
import { us } from '@/shared/units';
import { spanQuery } from '../api';
import { firstFailure } from '../model/failure';
import type { TraceView } from '../model/view';

interface Props {
  trace: Trace | undefined;
  view: TraceView;
  project: string;
}

export function Verdict({ trace, view, project }: Props) {
  const { skeleton, failed } = view;
  const first = useMemo(() => (skeleton === null ? -1 : firstFailure(skeleton, failed)), [skeleton, failed]);
  if (trace === undefined || skeleton === null) return null;
  const hasFailed = trace.status === 'error' || trace.status === 'timeout';
  if (hasFailed && first !== -1) {
    return <FirstFailure trace={trace} view={view} skeleton={skeleton} row={first} project={project} />;
  }
  return <Warnings trace={trace} view={view} skeleton={skeleton} />;
}

function FirstFailure({
  trace,
  view,
  skeleton,
  row,
  project,
}: Props & { trace: Trace; skeleton: Skeleton; row: number }) {
  const { data: span } = useQuery(spanQuery(project, trace.id, at(skeleton.seq, row)));
  const name = skeleton.names[at(skeleton.name, row)] ?? '';
  const when = offset(us(at(skeleton.start, row) * skeleton.unitUs));
  const message = span?.status_message ?? span?.status_code ?? trace.error_message;
  return (
    <section
      aria-label="Verdict"
      className="flex h-10 shrink-0 items-center gap-2 border-b border-line bg-error-soft px-4"
    >
      <CircleX size={16} aria-hidden="true" className="shrink-0 text-error-text" />
      <p className="min-w-0 truncate">
        <strong className="font-semibold text-error-text">{name} failed</strong>
        {message ? <span title={message}>: {message}</span> : null}
        <span className="text-muted">
          {' '}
          at {when}
          {view.failed.length > 1 ? `, ${plural(view.failed.length, 'span')} failed in all` : ''}
        </span>
      </p>
      <div className="ml-auto flex shrink-0 gap-2">
        <button type="button" className="control h-7" onClick={() => view.select(row)}>
          Show
        </button>
        {view.failed.length > 1 ? (
          <button type="button" className="control h-7" title="e" onClick={() => view.selectNextFailure(1)}>
            Next error
          </button>
        ) : null}
      </div>
    </section>
  );
}

function Warnings({ trace, view, skeleton }: { trace: Trace; view: TraceView; skeleton: Skeleton }) {
  const now = useNow();
  const orphans = useMemo(() => countOrphans(skeleton), [skeleton]);
  const notes: string[] = [];
  if (trace.status === 'running')
    notes.push(`Running: last sign of life ${ago(instant(trace.last_seen_at), now)}`);
  if (skeleton.dropped > 0) notes.push(`${count(skeleton.dropped)} spans dropped by limit`);
  if (orphans > 0) notes.push(`Parent missing, ${plural(orphans, 'span')} shown at the root`);
  if (view.failed.length > 0) notes.push(`${plural(view.failed.length, 'span')} failed, the trace went on`);
  if (notes.length === 0) return null;
  return (
    <section
      aria-label="Notes"
      className="flex h-10 shrink-0 items-center gap-2 border-b border-line bg-warn-soft px-4"
    >
      <TriangleAlert size={16} aria-hidden="true" className="shrink-0 text-warn" />
      <p className="truncate">{notes.join(' · ')}</p>
      {view.failed.length > 0 ? (
        <button type="button" className="control ml-auto" title="e" onClick={() => view.selectNextFailure(1)}>
          Next error
        </button>
      ) : null}
    </section>
  );
}

function countOrphans(skeleton: Skeleton): number {
  let orphans = 0;
  for (let row = 0; row < skeleton.n; row += 1) if (has(skeleton, row, Flag.orphan)) orphans += 1;
  return orphans;
}
