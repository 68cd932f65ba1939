/** The list of traces: filters in the URL, newest first, live. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { projectParameter } from '@/shared/api/base';
import { ApiError } from '@/shared/api/client';
import { plural } from '@/shared/format';
import { useLiveRefetch } from '@/shared/live/use-live';
import { traceColumns } from '@/shared/traces/columns';
import { LiveBadge } from '@/shared/ui/live-badge';
import { PageHeader } from '@/shared/ui/page-header';
import { Empty, Failed, Loading, Refetching } from '@/shared/ui/states';
import { Table } from '@/shared/ui/table';
import { TRACES_KEY, tracesQuery } from '../api';
import { conditionsOf, toggle } from '../model/question';
import { Facets } from './facets';
import { FilterBar } from './filter-bar';

const RANGES: readonly [value: string, label: string][] = [
  ['', 'All time'],
  ['1h', 'Last hour'],
  ['24h', 'Last 24 hours'],
  ['7d', 'Last 7 days'],
  ['30d', 'Last 30 days'],
];

export function TracesPage() {
  const { project } = useParams({ from: '/p/$project/traces' });
  const { q = '', range } = useSearch({ from: '/p/$project/traces' });
  const navigate = useNavigate();
  const parameters = useMemo(() => ({ ...(q ? { q } : {}), ...(range ? { since: range } : {}) }), [q, range]);
  const list = useInfiniteQuery(tracesQuery(project, parameters));
  const live = useLiveRefetch(projectParameter(project), [TRACES_KEY]);
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const columns = useMemo(() => traceColumns(project), [project]);

  const search = (question: string, nextRange = range) =>
    navigate({
      to: '/p/$project/traces',
      params: { project },
      search: {
        ...(question ? { q: question } : {}),
        ...(nextRange ? { range: nextRange } : {}),
      },
    });
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const conditions = conditionsOf(q);
  const filterCount = conditions.length + (range ? 1 : 0);
  const mistake = list.error instanceof ApiError && list.error.place !== null ? list.error : null;

  return (
    <>
      <PageHeader title="Traces">
        <select
          aria-label="Time range"
          value={range ?? ''}
          onChange={(event) => search(q, event.target.value)}
          className="field px-2"
        >
          {RANGES.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <LiveBadge state={live} />
      </PageHeader>
      <div className="flex shrink-0 items-center gap-2 border-b border-line bg-surface px-4 py-2.5">
        <FilterBar project={project} question={q} onAsk={(question) => search(question)} mistake={mistake} />
      </div>
      <div className="relative flex min-h-0 flex-1">
        <Refetching active={list.isFetching && !list.isPending} />
        <Facets project={project} question={q} onToggle={(field, value) => search(toggle(q, field, value))} />
        <div className="flex min-w-0 flex-1 flex-col bg-surface">
          {list.isPending ? <Loading /> : null}
          {list.isError && mistake === null ? (
            <Failed
              what="The traces could not be read"
              error={list.error}
              retry={() => void list.refetch()}
            />
          ) : null}
          {list.isSuccess && items.length === 0 ? (
            <NoTraces filters={filterCount} onClear={() => search('', '')} />
          ) : null}
          {items.length > 0 ? (
            <>
              <Table
                label="Traces"
                items={items}
                columns={columns}
                keyOf={(trace) => trace.id}
                onOpen={(trace) =>
                  navigate({ to: '/p/$project/traces/$traceId', params: { project, traceId: trace.id } })
                }
                onEnd={onEnd}
              />
              <p className="flex h-8 shrink-0 items-center border-t border-line px-4 text-meta text-muted">
                {plural(items.length, 'trace')}
                {hasNextPage ? ' so far, scroll for more' : ''}
              </p>
            </>
          ) : null}
        </div>
      </div>
    </>
  );
}

function NoTraces({ filters, onClear }: { filters: number; onClear: () => void }) {
  if (filters === 0)
    return <Empty title="No traces yet">They appear here as soon as the first span arrives.</Empty>;
  return (
    <Empty title={`No traces match ${plural(filters, 'filter')}`}>
      <button type="button" className="control" onClick={onClear}>
        Clear all
      </button>
    </Empty>
  );
}
