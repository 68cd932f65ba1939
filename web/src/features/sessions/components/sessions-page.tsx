/** The list of sessions, newest first, live. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { projectParameter } from '@/shared/api/base';
import { plural } from '@/shared/format';
import { useLiveRefetch } from '@/shared/live/use-live';
import { LiveBadge } from '@/shared/ui/live-badge';
import { PageHeader } from '@/shared/ui/page-header';
import { Empty, Failed, Loading, Refetching } from '@/shared/ui/states';
import { Table } from '@/shared/ui/table';
import { SESSIONS_KEY, sessionsQuery } from '../api';
import { sessionColumns } from './columns';

const STATUSES = ['running', 'ok', 'error', 'timeout', 'cancelled'];

export function SessionsPage() {
  const { project } = useParams({ from: '/p/$project/sessions' });
  const { status, q } = useSearch({ from: '/p/$project/sessions' });
  const navigate = useNavigate();
  const list = useInfiniteQuery(
    sessionsQuery(project, { ...(status ? { status } : {}), ...(q ? { name: q } : {}) }),
  );
  const live = useLiveRefetch(projectParameter(project), [SESSIONS_KEY]);
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const columns = useMemo(() => sessionColumns(project), [project]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const search = (next: { status?: string | undefined; q?: string | undefined }) =>
    navigate({
      to: '/p/$project/sessions',
      params: { project },
      search: { ...(next.status ? { status: next.status } : {}), ...(next.q ? { q: next.q } : {}) },
    });
  return (
    <>
      <PageHeader title="Sessions">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void search({ status, q: String(new FormData(event.currentTarget).get('q') ?? '') });
          }}
        >
          <input
            data-filter
            name="q"
            key={q}
            defaultValue={q}
            aria-label="Filter sessions by name"
            placeholder="Filter by name"
            className="field w-56"
          />
        </form>
        <select
          aria-label="Status"
          value={status ?? ''}
          onChange={(event) => search({ status: event.target.value, q })}
          className="field px-2"
        >
          <option value="">Any status</option>
          {STATUSES.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <LiveBadge state={live} />
      </PageHeader>
      <div className="relative flex min-h-0 flex-1 flex-col bg-surface">
        <Refetching active={list.isFetching && !list.isPending} />
        {list.isPending ? <Loading /> : null}
        {list.isError ? (
          <Failed
            what="The sessions could not be read"
            error={list.error}
            retry={() => void list.refetch()}
          />
        ) : null}
        {list.isSuccess && items.length === 0 ? (
          <Empty title={status || q ? 'No sessions match the filter' : 'No sessions yet'}>
            {status || q ? (
              <button type="button" className="control" onClick={() => search({})}>
                Clear all
              </button>
            ) : (
              'A session groups the traces of one conversation or job.'
            )}
          </Empty>
        ) : null}
        {items.length > 0 ? (
          <>
            <Table
              label="Sessions"
              items={items}
              columns={columns}
              keyOf={(session) => session.id}
              onOpen={(session) =>
                navigate({
                  to: '/p/$project/sessions/$sessionId',
                  params: { project, sessionId: session.id },
                })
              }
              onEnd={onEnd}
            />
            <p className="flex h-8 shrink-0 items-center border-t border-line px-4 text-meta text-muted">
              {plural(items.length, 'session')}
              {hasNextPage ? ' so far, scroll for more' : ''}
            </p>
          </>
        ) : null}
      </div>
    </>
  );
}
