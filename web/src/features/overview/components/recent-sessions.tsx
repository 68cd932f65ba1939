/** The newest sessions, live. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Session } from '@/shared/api/types';
import { compact, count, duration } from '@/shared/format';
import { CostText } from '@/shared/traces/columns';
import { Empty, Failed, Loading } from '@/shared/ui/states';
import { StatusWord } from '@/shared/ui/status';
import { When } from '@/shared/ui/when';
import { us } from '@/shared/units';
import { recentSessionsQuery } from '../api';

export function RecentSessions({ project }: { project: string }) {
  const sessions = useQuery(recentSessionsQuery(project));
  return (
    <section aria-label="Recent sessions" className="card col-span-12 overflow-x-auto">
      <h2 className="px-4 py-3 font-semibold">Recent sessions</h2>
      {sessions.isPending ? <Loading /> : null}
      {sessions.isError ? (
        <Failed
          what="The sessions could not be read"
          error={sessions.error}
          retry={() => void sessions.refetch()}
        />
      ) : null}
      {sessions.data?.items.length === 0 ? <Empty title="No sessions yet" /> : null}
      {sessions.data === undefined || sessions.data.items.length === 0 ? null : (
        <table className="w-full min-w-[760px] text-left">
          <thead className="text-meta text-muted">
            <tr className="border-y border-line [&>th]:px-4 [&>th]:py-2 [&>th]:font-normal">
              <th>Session</th>
              <th>Project</th>
              <th>Status</th>
              <th>Agents</th>
              <th className="text-right">Duration</th>
              <th className="text-right">Spans</th>
              <th className="text-right">Tokens</th>
              <th className="text-right">Cost</th>
              <th>Last heard of</th>
            </tr>
          </thead>
          <tbody>
            {sessions.data.items.map((session) => (
              <SessionRow key={session.id} session={session} project={project} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

export function SessionRow({ session, project }: { session: Session; project: string }) {
  return (
    <tr className="border-t border-line first:border-t-0 hover:bg-hover [&>td]:px-4 [&>td]:py-2">
      <td>
        <Link
          to="/p/$project/sessions/$sessionId"
          params={{ project, sessionId: session.id }}
          className="figure text-code text-accent hover:underline"
        >
          {session.name ?? session.id}
        </Link>
      </td>
      <td>{session.project}</td>
      <td>
        <StatusWord status={session.status} />
      </td>
      <td className="max-w-48 truncate text-muted" title={session.agents.join(', ')}>
        {session.agents.join(', ')}
      </td>
      <td className="figure text-right text-code">{duration(us(session.duration_us))}</td>
      <td className="figure text-right text-code">{count(session.total_spans)}</td>
      <td className="figure text-right text-code" title={count(session.total_tokens)}>
        {compact(session.total_tokens)}
      </td>
      <td className="figure text-right text-code">
        <CostText of={session} />
      </td>
      <td className="text-muted">
        <When at={session.last_seen_at} />
      </td>
    </tr>
  );
}
