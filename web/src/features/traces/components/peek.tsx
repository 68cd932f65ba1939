/** A look at one trace beside the list: how it ended, its shape, what went in first and what came out last. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { TraceDetail } from '@/shared/api/types';
import { compact, costOf, duration, exactly, plural } from '@/shared/format';
import { ScrollRegion } from '@/shared/ui/scroll-region';
import { Failed, Loading } from '@/shared/ui/states';
import { StatusWord } from '@/shared/ui/status';
import { us } from '@/shared/units';
import { peekColumnsQuery, peekQuery } from '../api';
import { MiniWaterfall } from './mini-waterfall';

interface Props {
  project: string;
  traceId: string;
  onClose: () => void;
}

export function Peek({ project, traceId, onClose }: Props) {
  const trace = useQuery(peekQuery(project, traceId));
  const columns = useQuery(peekColumnsQuery(project, traceId));
  return (
    <aside
      aria-label="Peek"
      className="flex w-[420px] shrink-0 flex-col border-l border-line bg-surface max-[1199px]:absolute max-[1199px]:inset-y-0 max-[1199px]:right-0 max-[1199px]:z-20 max-[1199px]:max-w-full max-[1199px]:shadow-overlay"
    >
      <div className="flex h-11 shrink-0 items-center gap-2 border-b border-line px-4">
        <h2 className="min-w-0 truncate font-semibold">{trace.data?.name ?? 'Trace'}</h2>
        <Link
          to="/p/$project/traces/$traceId"
          params={{ project, traceId }}
          className="control ml-auto"
          title="Enter"
        >
          Open
        </Link>
        <button
          type="button"
          aria-label="Close the peek"
          title="Esc"
          className="control px-1.5"
          onClick={onClose}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      <ScrollRegion aria-label="Trace" className="flex min-h-0 flex-1 flex-col gap-4 p-4">
        {trace.isPending ? <Loading /> : null}
        {trace.isError ? (
          <Failed what="The trace could not be read" error={trace.error} retry={() => void trace.refetch()} />
        ) : null}
        {trace.data === undefined ? null : <Facts trace={trace.data} />}
        {columns.data === undefined ? null : <MiniWaterfall skeleton={columns.data} />}
        {columns.isError ? <p className="text-meta text-muted">{columns.error.message}</p> : null}
        {trace.data === undefined ? null : (
          <>
            <Said title="First input" text={trace.data.input_preview} />
            <Said title="Last output" text={trace.data.output_preview} />
          </>
        )}
      </ScrollRegion>
    </aside>
  );
}

function Facts({ trace }: { trace: TraceDetail }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap gap-x-3 text-meta text-muted">
        <StatusWord status={trace.status} />
        <span className="figure">{plural(trace.total_spans, 'span')}</span>
        <span className="figure">{compact(trace.total_tokens)} tokens</span>
        <span className="figure">{costOf(trace)}</span>
        <span className="figure">{duration(us(trace.duration_us))}</span>
        <span>{exactly(trace.started_at)}</span>
      </p>
      {trace.errors === 0 ? null : (
        <p className="rounded-control bg-error-soft px-3 py-2 break-words">
          <strong className="font-medium text-error-text">{plural(trace.errors, 'failed span')}</strong>
          {trace.error_message === null ? null : `: ${trace.error_message}`}
        </p>
      )}
      {trace.agents.length === 0 ? null : <p className="text-muted">Agents: {trace.agents.join(', ')}</p>}
    </div>
  );
}

function Said({ title, text }: { title: string; text: string | null }) {
  return (
    <div>
      <h3 className="mb-1 text-meta text-muted">{title}</h3>
      {text === null || text === '' ? (
        <p className="text-faint">Nothing was recorded.</p>
      ) : (
        <p className="rounded-control border border-line bg-sunken px-3 py-2 break-words whitespace-pre-wrap">
          {text}
        </p>
      )}
    </div>
  );
}
