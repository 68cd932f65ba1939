/** A session as a conversation on a rail: a turn a trace, oldest first, with what went in, what came out and what it cost. */
import { Link } from '@tanstack/react-router';
import type { Trace } from '@/shared/api/types';
import { compact, duration } from '@/shared/format';
import { CostText } from '@/shared/traces/columns';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { StatusWord } from '@/shared/ui/status';
import { When } from '@/shared/ui/when';
import { us } from '@/shared/units';

interface Props {
  /** Newest first, as the server lists them. */
  traces: readonly Trace[];
  project: string;
  /** There are older ones. */
  hasMore: boolean;
  onMore: () => void;
}

export function Turns({ traces, project, hasMore, onMore }: Props) {
  return (
    <ScrollRegion aria-label="Turns of the session" className="min-h-0 flex-1">
      <div className="mx-auto flex max-w-[860px] flex-col p-4">
        {hasMore ? (
          <button type="button" className="control mb-3 self-center" onClick={onMore}>
            Show earlier turns
          </button>
        ) : null}
        <ol className="border-l-2 border-line">
          {traces.toReversed().map((trace) => (
            <Turn key={trace.id} trace={trace} project={project} />
          ))}
        </ol>
      </div>
    </ScrollRegion>
  );
}

function Turn({ trace, project }: { trace: Trace; project: string }) {
  return (
    <li className="relative pb-5 pl-5">
      <span aria-hidden="true" className="absolute top-1.5 -left-[5px] size-2 rounded-full bg-accent" />
      <p className="flex flex-wrap items-baseline gap-x-3 text-meta text-muted">
        <Link
          to="/p/$project/traces/$traceId"
          params={{ project, traceId: trace.id }}
          search={{ view: 'transcript' }}
          className="text-body font-medium text-accent hover:underline"
        >
          {trace.name}
        </Link>
        {trace.status === 'ok' ? null : <StatusWord status={trace.status} />}
        <When at={trace.started_at} />
        <span className="figure ml-auto flex gap-3">
          <span>{compact(trace.total_tokens)} tokens</span>
          <span>{duration(us(trace.duration_us))}</span>
          <span className="text-text">
            <CostText of={trace} />
          </span>
        </span>
      </p>
      <Words label="in" text={trace.input_preview} />
      <Words label="out" text={trace.output_preview} />
      {trace.error_message === null ? null : (
        <p className="mt-1 break-words text-error-text">{trace.error_message}</p>
      )}
    </li>
  );
}

function Words({ label, text }: { label: string; text: string | null }) {
  if (text === null) return null;
  return (
    <p className="mt-1 flex gap-2">
      <span className="w-6 shrink-0 text-caption leading-5 text-muted">{label}</span>
      <span className="min-w-0 break-words whitespace-pre-wrap">{text}</span>
    </p>
  );
}
