/** Answer first: what failed, where it began, and the way there. */
import { useQuery } from '@tanstack/react-query';
import { CircleX } from 'lucide-react';
import { useMemo } from 'react';
import type { Trace } from '@/shared/api/types';
import { at, type Skeleton } from '@/shared/columns';
import { offset, plural } from '@/shared/format';
import { us } from '@/shared/units';
import { spanQuery } from '../api';
import { firstFailure } from '../model/failure';
import type { TraceView } from '../model/view';

interface Props {
  trace: Trace | undefined;
  skeleton: Skeleton;
  view: TraceView;
  project: string;
  /** The reader wants to see the failure. */
  onPick: () => void;
}

export function Verdict({ trace, ...props }: Props) {
  const { skeleton } = props;
  const row = useMemo(() => firstFailure(skeleton), [skeleton]);
  if (trace === undefined || row === -1) return null;
  return <FirstFailure trace={trace} {...props} row={row} />;
}

function FirstFailure({
  trace,
  skeleton,
  view,
  project,
  onPick,
  row,
}: Props & { trace: Trace; row: number }) {
  const { data: span } = useQuery(spanQuery(project, trace.id, at(skeleton.seq, row)));
  const hasFailed = trace.status === 'error' || trace.status === 'timeout';
  const name = skeleton.names[at(skeleton.name, row)] ?? '';
  const when = offset(us(at(skeleton.start, row) * skeleton.unitUs));
  const message = span?.status_message ?? span?.status_code ?? trace.error_message;
  const show = () => {
    view.selectSeq(at(skeleton.seq, row));
    onPick();
  };
  const next = () => {
    view.selectNextFailure(1);
    onPick();
  };
  const others = trace.errors > 1 ? `, ${plural(trace.errors, 'span')} failed in all` : '';
  return (
    <section
      aria-label="Verdict"
      className={`flex h-10 shrink-0 items-center gap-2 border-b border-line px-4 ${hasFailed ? 'bg-error-soft' : 'bg-warn-soft'}`}
    >
      <CircleX
        size={16}
        aria-hidden="true"
        className={`shrink-0 ${hasFailed ? 'text-error-text' : 'text-warn'}`}
      />
      <p className="min-w-0 truncate">
        <strong className={`font-semibold ${hasFailed ? 'text-error-text' : 'text-warn'}`}>
          {name} failed{hasFailed ? '' : ', the trace went on'}
        </strong>
        {message ? <span title={message}>: {message}</span> : null}
      </p>
      <p className="shrink-0 whitespace-nowrap text-muted">
        at <span className="figure text-code">{when}</span>
        {others}
      </p>
      <div className="ml-auto flex shrink-0 gap-2">
        <button type="button" className="control" onClick={show}>
          Show
        </button>
        {trace.errors > 1 ? (
          <button type="button" className="control" title="e" onClick={next}>
            Next error
          </button>
        ) : null}
      </div>
    </section>
  );
}
