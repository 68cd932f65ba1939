/** One session: its figures, and its traces as a conversation or as a table, live. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Session } from '@/shared/api/types';
import { compact, count, duration } from '@/shared/format';
import { useLiveRefetch } from '@/shared/live/use-live';
import { CostText, traceColumns } from '@/shared/traces/columns';
import { LiveBadge } from '@/shared/ui/live-badge';
import { PageHeader } from '@/shared/ui/page-header';
import { Empty, Failed, Loading } from '@/shared/ui/states';
import { StatusWord } from '@/shared/ui/status';
import { Table } from '@/shared/ui/table';
import { When } from '@/shared/ui/when';
import { us } from '@/shared/units';
import { SESSIONS_KEY, sessionQuery, sessionTracesQuery } from '../api';
import { Turns } from './turns';

export function SessionPage() {
  const { project, sessionId } = useParams({ from: '/p/$project/sessions/$sessionId' });
  const { view } = useSearch({ from: '/p/$project/sessions/$sessionId' });
  const isTable = view === 'table';
  const navigate = useNavigate();
  const session = useQuery(sessionQuery(project, sessionId));
  const list = useInfiniteQuery(sessionTracesQuery(project, sessionId));
  const live = useLiveRefetch({ session: sessionId }, [SESSIONS_KEY]);
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const columns = useMemo(() => traceColumns(project), [project]);
  const error = session.error ?? list.error;
  return (
    <>
      <PageHeader title={session.data?.name ?? sessionId}>
        <Link
          to="/p/$project/sessions/$sessionId"
          params={{ project, sessionId }}
          search={isTable ? {} : { view: 'table' }}
          replace
          className="control"
        >
          {isTable ? 'View as conversation' : 'View as table'}
        </Link>
        <LiveBadge state={live} />
      </PageHeader>
      {session.data ? <SessionFacts session={session.data} /> : null}
      <div className="flex min-h-0 flex-1 flex-col bg-surface">
        {error ? (
          <Failed
            what="The session could not be read"
            error={error}
            retry={() => {
              void session.refetch();
              void list.refetch();
            }}
          />
        ) : null}
        {list.isPending && !error ? <Loading /> : null}
        {list.isSuccess && items.length === 0 ? <Empty title="This session has no traces" /> : null}
        {items.length > 0 && !isTable ? (
          <Turns
            traces={items}
            project={project}
            hasMore={list.hasNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        ) : null}
        {items.length > 0 && isTable ? (
          <Table
            label="Traces of the session"
            items={items}
            columns={columns}
            keyOf={(trace) => trace.id}
            onOpen={(trace) =>
              navigate({ to: '/p/$project/traces/$traceId', params: { project, traceId: trace.id } })
            }
            onEnd={() => {
              if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
            }}
          />
        ) : null}
      </div>
    </>
  );
}

export function SessionFacts({ session }: { session: Session }) {
  const facts: [string, React.ReactNode][] = [
    ['Status', <StatusWord key="status" status={session.status} />],
    ['Project', session.project],
    ['User', session.user_id ?? '–'],
    ['Framework', session.framework ?? '–'],
    ['Agents', session.agents.join(', ') || '–'],
    ['Traces', count(session.total_traces)],
    ['Spans', count(session.total_spans)],
    ['Tokens', compact(session.total_tokens)],
    ['Cost', <CostText key="cost" of={session} />],
    ['Duration', duration(us(session.duration_us))],
    ['Started', <When key="started" at={session.started_at} />],
  ];
  return (
    <dl className="flex shrink-0 flex-wrap gap-x-8 gap-y-2 border-b border-line bg-surface px-4 py-3">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="text-caption text-muted">{name}</dt>
          <dd className="figure text-code">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
