/** The list of traces: filters, time, columns and peek in the URL, newest first, live. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { projectParameter } from '@/shared/api/base';
import { ApiError } from '@/shared/api/client';
import type { Trace } from '@/shared/api/types';
import { count, plural } from '@/shared/format';
import { useLiveRefetch } from '@/shared/live/use-live';
import { totalOf } from '@/shared/time/bars';
import { traceColumns } from '@/shared/traces/columns';
import { LiveBadge } from '@/shared/ui/live-badge';
import { PageHeader } from '@/shared/ui/page-header';
import { Failed, Loading, Refetching } from '@/shared/ui/states';
import { Table } from '@/shared/ui/table';
import { picked, TRACES_KEYS, type TracesSearch } from '@/shared/url/searches';
import { histogramQuery, TRACES_KEY, tracesQuery } from '../api';
import { namesOf, shownColumns } from '../model/columns';
import { toggle } from '../model/question';
import { windowOf } from '../model/range';
import { ColumnsMenu } from './columns-menu';
import { Facets } from './facets';
import { FilterBar } from './filter-bar';
import { BUCKETS, Histogram } from './histogram';
import { NoTraces } from './no-traces';
import { Peek } from './peek';
import { RangeSelect } from './range-select';
import { SavedViews } from './saved-views';
import { markColumn, marked, SelectionBar } from './selection';
import { useEscape } from './use-escape';

export function TracesPage() {
  const { project } = useParams({ from: '/p/$project/traces' });
  const search: TracesSearch = useSearch({ from: '/p/$project/traces' });
  const { q = '', range = '', peek, cols } = search;
  const navigate = useNavigate();
  const time = useMemo(() => windowOf(range), [range]);
  const parameters = useMemo(() => ({ ...(q ? { q } : {}), ...time }), [q, time]);
  const list = useInfiniteQuery(tracesQuery(project, parameters));
  const live = useLiveRefetch(projectParameter(project), [TRACES_KEY]);
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const go = (changes: TracesSearch, replace = false) =>
    void navigate({
      to: '/p/$project/traces',
      params: { project },
      search: picked(TRACES_KEYS, { ...search, ...changes }),
      replace,
    });
  useEscape(peek !== undefined, () => go({ peek: '' }, true));
  const all = useMemo(() => traceColumns(project), [project]);
  const [marks, setMarks] = useState<Trace[]>([]);
  const columns = useMemo(
    () => [markColumn(marks, (trace) => setMarks((held) => marked(held, trace))), ...shownColumns(all, cols)],
    [all, cols, marks],
  );
  const compare = () => {
    const [a, b] = marks;
    if (a && b)
      void navigate({ to: '/p/$project/compare', params: { project }, search: { a: a.id, b: b.id } });
  };
  const onKey = (key: string, trace: Trace) => {
    if (key === ' ') go({ peek: peek === trace.id ? '' : trace.id }, true);
    else if (key === 'x') setMarks((held) => marked(held, trace));
    else if (key === '=') compare();
    else return false;
    return true;
  };
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const mistake = list.error instanceof ApiError && list.error.place !== null ? list.error : null;
  return (
    <>
      <PageHeader title="Traces">
        <RangeSelect range={range} onRange={(next) => go({ range: next })} />
        <LiveBadge state={live} />
      </PageHeader>
      <div className="flex shrink-0 flex-wrap items-start gap-2 border-b border-line bg-surface px-4 py-2.5">
        <FilterBar
          project={project}
          question={q}
          onAsk={(question) => go({ q: question })}
          mistake={mistake}
        />
        <SavedViews
          project={project}
          now={{ q, range, columns: cols ? cols.split(',') : [] }}
          onOpen={(view) => go({ q: view.q, range: view.range, cols: view.columns.join(',') })}
        />
        <ColumnsMenu all={namesOf(all)} cols={cols} onCols={(next) => go({ cols: next }, true)} />
      </div>
      <div className="relative flex min-h-0 flex-1">
        <Refetching active={list.isFetching && !list.isPending} />
        <Facets
          isCrowded={peek !== undefined}
          project={project}
          question={q}
          time={time}
          onToggle={(field, value) => go({ q: toggle(q, field, value) })}
        />
        <div className="flex min-w-0 flex-1 flex-col bg-surface">
          {mistake === null ? (
            <Histogram
              project={project}
              parameters={parameters}
              isNarrowed={range !== ''}
              onRange={(next) => go({ range: next })}
            />
          ) : null}
          {list.isPending ? <Loading /> : null}
          {list.isError && mistake === null ? (
            <Failed
              what="The traces could not be read"
              error={list.error}
              retry={() => void list.refetch()}
            />
          ) : null}
          {list.isSuccess && items.length === 0 ? (
            <NoTraces
              project={project}
              question={q}
              range={range}
              time={time}
              onAsk={(question, next) => go({ q: question, range: next })}
            />
          ) : null}
          {items.length > 0 ? (
            <>
              <Table
                label="Traces"
                items={items}
                columns={columns}
                keyOf={(trace) => trace.id}
                onOpen={(trace) =>
                  void navigate({ to: '/p/$project/traces/$traceId', params: { project, traceId: trace.id } })
                }
                onEnd={onEnd}
                onKey={onKey}
                onActive={(trace) => {
                  if (peek !== undefined) go({ peek: trace.id }, true);
                }}
              />
              <SelectionBar marks={marks} onCompare={compare} onClear={() => setMarks([])} />
              <Footer project={project} parameters={parameters} shown={items.length} hasMore={hasNextPage} />
            </>
          ) : null}
        </div>
        {peek === undefined ? null : (
          <Peek project={project} traceId={peek} onClose={() => go({ peek: '' }, true)} />
        )}
      </div>
    </>
  );
}

interface FooterProps {
  project: string;
  parameters: { q?: string; since?: string; until?: string };
  shown: number;
  hasMore: boolean;
}

/** How many there are: counted, never guessed. */
function Footer({ project, parameters, shown, hasMore }: FooterProps) {
  const counted = useQuery(histogramQuery(project, parameters, BUCKETS));
  const everything = useQuery(histogramQuery(project, {}, 1));
  const total = counted.data === undefined ? null : totalOf(counted.data);
  const kept = everything.data === undefined ? null : totalOf(everything.data);
  return (
    <p className="flex h-8 shrink-0 items-center border-t border-line px-4 text-meta text-muted">
      {total === null ? plural(shown, 'trace') : `${plural(total, 'trace')}, counted exactly`}
      {kept !== null && total !== null && total < kept ? `, of ${count(kept)} kept` : ''}
      {hasMore ? ` · ${count(shown)} listed so far, scroll for more` : ''}
    </p>
  );
}
