/** The columns of a list of traces: the same on every page that lists them. */
import { Link } from '@tanstack/react-router';
import type { Trace } from '../api/types';
import { type Costed, compact, costOf, count, duration, plural, whyUnknown } from '../format';
import { StatusSign } from '../ui/status';
import { ABOVE_LINK, type Column, ROW_LINK } from '../ui/table-columns';
import { When } from '../ui/when';
import { us } from '../units';

export function TraceTitle({ trace, project }: { trace: Trace; project: string }) {
  const hasFailed = trace.status === 'error' || trace.status === 'timeout';
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link
        to="/p/$project/traces/$traceId"
        params={{ project, traceId: trace.id }}
        className={`shrink-0 font-medium text-accent hover:underline ${ROW_LINK}`}
      >
        {trace.name}
      </Link>
      {hasFailed || trace.errors === 0 ? null : (
        <span className="shrink-0 text-warn">{plural(trace.errors, 'failed span')}</span>
      )}
      <span className="truncate text-muted">
        {(hasFailed ? trace.error_message : null) ?? trace.input_preview}
      </span>
    </span>
  );
}

export function traceColumns(project: string): Column<Trace>[] {
  return [
    { name: 'Status', width: 64, isHead: true, cell: (trace) => <StatusSign status={trace.status} /> },
    {
      name: 'Trace',
      isHead: true,
      cell: (trace) => <TraceTitle trace={trace} project={project} />,
    },
    { name: 'Project', width: 140, cell: (trace) => trace.project },
    {
      name: 'Agents',
      width: 70,
      align: 'right',
      cell: (trace) => (
        <span className={ABOVE_LINK} title={trace.agents.join(', ')}>
          {trace.agents.length}
        </span>
      ),
    },
    { name: 'Spans', width: 76, align: 'right', cell: (trace) => count(trace.total_spans) },
    {
      name: 'Tokens',
      width: 84,
      align: 'right',
      cell: (trace) => (
        <span className={ABOVE_LINK} title={count(trace.total_tokens)}>
          {compact(trace.total_tokens)}
        </span>
      ),
    },
    {
      name: 'Cost',
      width: 116,
      align: 'right',
      cell: (trace) => <CostText of={trace} />,
    },
    { name: 'Duration', width: 96, align: 'right', cell: (trace) => duration(us(trace.duration_us)) },
    { name: 'Started', width: 112, cell: (trace) => <When at={trace.started_at} /> },
  ];
}

/** A sum of costs; "?" stands for calls that nobody can price, and hovering says how many they are. */
export function CostText({ of }: { of: Costed }) {
  return (
    <span className={ABOVE_LINK} title={whyUnknown(of)}>
      {costOf(of)}
    </span>
  );
}
