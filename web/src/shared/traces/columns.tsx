/** The columns of a list of traces: the same on every page that lists them. */
import { Link } from '@tanstack/react-router';
import type { Trace } from '../api/types';
import { compact, count, duration, moneyWithUnknown } from '../format';
import { StatusSign } from '../ui/status';
import type { Column } from '../ui/table';
import { When } from '../ui/when';
import { us } from '../units';

export function TraceTitle({ trace, project }: { trace: Trace; project: string }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link
        to="/p/$project/traces/$traceId"
        params={{ project, traceId: trace.id }}
        onClick={(event) => event.stopPropagation()}
        className="shrink-0 font-medium text-accent hover:underline"
      >
        {trace.name}
      </Link>
      <span className="truncate text-muted">{trace.error_message ?? trace.input_preview ?? ''}</span>
    </span>
  );
}

export function traceColumns(project: string): Column<Trace>[] {
  return [
    { name: 'Status', width: '64px', cell: (trace) => <StatusSign status={trace.status} /> },
    {
      name: 'Trace',
      width: 'minmax(260px,4fr)',
      cell: (trace) => <TraceTitle trace={trace} project={project} />,
    },
    { name: 'Project', width: 'minmax(90px,1fr)', cell: (trace) => trace.project },
    {
      name: 'Agents',
      width: '70px',
      align: 'right',
      cell: (trace) => <span title={trace.agents.join(', ')}>{trace.agents.length}</span>,
    },
    { name: 'Spans', width: '76px', align: 'right', cell: (trace) => count(trace.total_spans) },
    {
      name: 'Tokens',
      width: '84px',
      align: 'right',
      cell: (trace) => <span title={count(trace.total_tokens)}>{compact(trace.total_tokens)}</span>,
    },
    {
      name: 'Cost',
      width: '116px',
      align: 'right',
      cell: (trace) => <CostText sum={trace.total_cost_usd} unknown={trace.unknown_cost_calls} />,
    },
    { name: 'Duration', width: '96px', align: 'right', cell: (trace) => duration(us(trace.duration_us)) },
    { name: 'Started', width: '112px', cell: (trace) => <When at={trace.started_at} /> },
  ];
}

/** A sum of costs; "?" stands for calls whose price nobody knows, and hovering says how many. */
export function CostText({ sum, unknown }: { sum: number; unknown: number }) {
  const title = unknown > 0 ? `the price of ${count(unknown)} calls is unknown` : undefined;
  return <span title={title}>{moneyWithUnknown(sum, unknown)}</span>;
}
