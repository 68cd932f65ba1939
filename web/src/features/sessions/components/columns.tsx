/** The columns of the session list. */
import { Link } from '@tanstack/react-router';
import type { Session } from '@/shared/api/types';
import { compact, count, duration } from '@/shared/format';
import { CostText } from '@/shared/traces/columns';
import { StatusWord } from '@/shared/ui/status';
import { type Column, ROW_LINK } from '@/shared/ui/table-columns';
import { When } from '@/shared/ui/when';
import { us } from '@/shared/units';

export function sessionColumns(project: string): Column<Session>[] {
  return [
    {
      name: 'Session',
      isHead: true,
      cell: (session) => <SessionName session={session} project={project} />,
    },
    { name: 'Project', width: 140, cell: (session) => session.project },
    { name: 'Status', width: 100, cell: (session) => <StatusWord status={session.status} /> },
    { name: 'Agents', width: 240, cell: (session) => session.agents.join(', ') },
    { name: 'Traces', width: 72, align: 'right', cell: (session) => count(session.total_traces) },
    { name: 'Spans', width: 76, align: 'right', cell: (session) => count(session.total_spans) },
    { name: 'Tokens', width: 84, align: 'right', cell: (session) => compact(session.total_tokens) },
    {
      name: 'Cost',
      width: 116,
      align: 'right',
      cell: (session) => <CostText of={session} />,
    },
    { name: 'Duration', width: 96, align: 'right', cell: (session) => duration(us(session.duration_us)) },
    { name: 'Started', width: 112, cell: (session) => <When at={session.started_at} /> },
  ];
}

function SessionName({ session, project }: { session: Session; project: string }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <Link
        to="/p/$project/sessions/$sessionId"
        params={{ project, sessionId: session.id }}
        className={`shrink-0 font-medium text-accent hover:underline ${ROW_LINK}`}
      >
        {session.name ?? session.id}
      </Link>
      {session.name ? <span className="figure truncate text-meta text-muted">{session.id}</span> : null}
      {session.user_id ? <span className="truncate text-muted">{session.user_id}</span> : null}
    </span>
  );
}
