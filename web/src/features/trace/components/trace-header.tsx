/** The head of the trace page: what it is, how it ended, what it took. */
import { Link } from '@tanstack/react-router';
import type { Trace, TraceDetail } from '@/shared/api/types';
import {
  bytes,
  compact,
  count,
  duration,
  exactly,
  moneyWithUnknown,
  plural,
  signedPercent,
} from '@/shared/format';
import type { LiveState } from '@/shared/live/socket';
import { CopyButton } from '@/shared/ui/copy-button';
import { LiveBadge } from '@/shared/ui/live-badge';
import { StatusWord } from '@/shared/ui/status';
import { When } from '@/shared/ui/when';
import { us } from '@/shared/units';
import type { TraceView } from '../model/view';
import { CompareButton } from './compare-button';
import { CopyMenu } from './copy-menu';
import { useView } from './use-view';

interface Props {
  trace: TraceDetail | undefined;
  traceId: string;
  live: LiveState;
  project: string;
  view: TraceView;
}

export function TraceHeader({ trace, traceId, live, project, view }: Props) {
  return (
    <header className="flex h-12 print:hidden shrink-0 items-center gap-3 border-b border-line bg-surface px-4">
      <h1 className="min-w-16 truncate text-section font-semibold" title={trace?.name}>
        {trace?.name ?? 'Trace'}
      </h1>
      {trace === undefined ? null : <Facts trace={trace} project={project} view={view} />}
      <div className="ml-auto flex shrink-0 items-center gap-2">
        {trace?.status === 'running' || live.kind === 'paused' ? <LiveBadge state={live} /> : null}
        {trace === undefined ? null : <CompareButton project={project} trace={trace} />}
        <CopyMenu project={project} traceId={traceId} view={view} />
      </div>
    </header>
  );
}

const STATUS_CHIP: Readonly<Record<Trace['status'], string>> = {
  ok: 'bg-sunken',
  running: 'bg-selection',
  cancelled: 'bg-sunken',
  error: 'bg-error-soft',
  timeout: 'bg-error-soft',
};

function Content({ trace }: { trace: TraceDetail }) {
  if (trace.content_bytes_unshared === 0) return null;
  const title = `message bodies and other large values, each stored once; would have been ${bytes(trace.content_bytes_unshared)}`;
  return (
    <span className="figure" title={title}>
      {bytes(trace.content_bytes)} content
    </span>
  );
}

/** The list may hold fewer rows than the trace has spans: said where they are counted. */
function Spans({ total, view }: { total: number; view: TraceView }) {
  const hidden = useView(view, (each) => (each.showsMachinery ? 0 : each.machinery));
  return (
    <span className="figure">
      {plural(total, 'span')}
      {hidden === 0 ? '' : `, ${count(hidden)} internal hidden`}
    </span>
  );
}

function Facts({ trace, project, view }: { trace: TraceDetail; project: string; view: TraceView }) {
  const unknown = trace.unknown_cost_calls;
  const cost =
    unknown > 0 ? `the price of ${plural(unknown, 'call')} is unknown` : 'the cost of all model calls';
  const tokens = `${count(trace.input_tokens)} in, ${count(trace.output_tokens)} out`;
  return (
    <div className="flex min-w-0 items-center gap-3 overflow-hidden text-meta whitespace-nowrap text-muted">
      <span className="flex items-center">
        <span className="figure" title={trace.id}>
          {trace.id.slice(0, 8)}
        </span>
        <CopyButton text={trace.id} label="Copy the trace's id" />
      </span>
      <span className={`rounded-chip px-1.5 py-0.5 ${STATUS_CHIP[trace.status]}`}>
        <StatusWord status={trace.status} />
      </span>
      <Spans total={trace.total_spans} view={view} />
      <span className="figure" title={tokens}>
        {compact(trace.total_tokens)} tokens
      </span>
      <Content trace={trace} />
      <span className="figure" title={cost}>
        {moneyWithUnknown(trace.total_cost_usd, unknown)}
      </span>
      {unknown > 0 ? <span className="text-warn">{plural(unknown, 'call')} without a price</span> : null}
      {trace.reported_differs ? (
        <span
          className="text-warn"
          title="what the instrumented program says its calls cost, against our price of the same calls"
        >
          reported {signedPercent(trace.reported_difference ?? 0)}
        </span>
      ) : null}
      <span className="figure" title="from the first start to the last end">
        {duration(us(trace.duration_us))}
      </span>
      <span className="max-[1100px]:hidden" title={exactly(trace.started_at)}>
        started <When at={trace.started_at} />
      </span>
      {trace.session_id === null ? null : (
        <Link
          to="/p/$project/sessions/$sessionId"
          params={{ project, sessionId: trace.session_id }}
          className="truncate text-accent hover:underline max-[1100px]:hidden"
        >
          {trace.session_name ?? trace.session_id}
        </Link>
      )}
    </div>
  );
}
