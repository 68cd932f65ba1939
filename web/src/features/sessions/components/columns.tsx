/** The columns of the session list. */
import { Link } from '@tanstack/react-router';
import type { Session } from '@/shared/api/types';
import { compact, count, duration } from '@/shared/format';
import { CostText } from '@/shared/traces/columns';
import { StatusWord } from '@/shared/ui/status';
import type { Column } from '@/shared/ui/table';
import { When } from '@/shared/ui/when';
import { us } from '@/shared/units';

export function sessionColumns(project: string): Column<Session>[] {
  return [
    {
      name: 'Session',
      width: 'minmax(220px,3fr)',
      cell: (session) => <SessionName session={session} project={project} />,
    },
    { name: 'Project', width: 'minmax(100px,1fr)', cell: (session) => session.project },
    { name: 'Status', width: '100px', cell: (session) => <StatusWord status={session.status} /> },
    { name: 'Agents', width: 'minmax(120px,1.5fr)', cell: (session) => session.agents.join(', ') },
    { name: 'Traces', width: '72px', align: 'right', cell: (session) => count(session.total_traces) },
    { name: 'Spans', width: '76px', align: 'right', cell: (session) => count(session.total_spans) },
    { name: 'Tokens', width: '84px', align: 'right', cell: (session) => compact(session.total_tokens) },
    {
      name: 'Cost',
      width: '116px',
      align: 'right',
      cell: (session) => <CostText sum={session.total_cost_usd} unknown={session.unknown_cost_calls} />,
    },
    { name: 'Duration', width: '96px', align: 'right', cell: (session) => duration(us(session.duration_us)) },
    { name: 'Started', width: '112px', cell: (session) => <When at={session.started_at} /> },
  ];
}

function SessionName({ session, project }: { session: Session; project: string }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link
        to="/p/$project/sessions/$sessionId"
        params={{ project, sessionId: session.id }}
        onClick={(event) => event.stopPropagation()}
        className="shrink-0 font-medium text-accent hover:underline"
      >
        {session.name ?? session.id}
      </Link>
      {session.name ? <span className="figure truncate text-meta text-muted">{session.id}</span> : null}
      {session.user_id ? <span className="truncate text-muted">{session.user_id}</span> : null}
    </span>
  );
}
