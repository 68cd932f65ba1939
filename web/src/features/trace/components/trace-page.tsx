/** One trace: verdict first, then the whole on a strip, the waterfall, and the selected span. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { readNumber, writeNumber } from '@/shared/theme/settings';
import { useTitle } from '@/shared/ui/page-header';
import { Failed, Refetching } from '@/shared/ui/states';
import { skeletonQuery, spanQuery, traceQuery } from '../api';
import { parseSpan } from '../model/url-state';
import { Detail } from './detail';
import { Minimap } from './minimap';
import { Splitter } from './splitter';
import { TraceHeader } from './trace-header';
import { TraceLoading } from './trace-loading';
import { useTraceKeys } from './use-trace-keys';
import { useTraceLive } from './use-trace-live';
import { useTraceView } from './use-trace-view';
import { Verdict } from './verdict';
import { Waterfall, type WaterfallHandle } from './waterfall';

export function TracePage() {
  const { project, traceId } = useParams({ from: '/p/$project/traces/$traceId' });
  const search = useSearch({ from: '/p/$project/traces/$traceId' });
  const client = useQueryClient();
  const trace = useQuery(traceQuery(project, traceId));
  const skeleton = useQuery(skeletonQuery(project, traceId));
  const { view, zoomer } = useTraceView(traceId, skeleton.data);
  const live = useTraceLive(traceId, skeleton.data?.n ?? 0);
  const [treeWidth, setTreeWidth] = useStoredWidth('trace.tree', 420);
  const [detailWidth, setDetailWidth] = useStoredWidth('trace.detail', 420);
  const [isDetailShown, setDetailShown] = useState(true);
  const waterfall = useRef<WaterfallHandle>(null);
  useTitle(trace.data?.name ?? 'Trace');

  // a link from elsewhere names a span by its id: ask once for its number
  const named = parseSpan(search.span);
  const byId = useQuery({
    ...spanQuery(project, traceId, named?.kind === 'id' ? named.id : ''),
    enabled: named?.kind === 'id',
  });
  useEffect(() => {
    if (byId.data !== undefined && view.skeleton !== null) view.select(view.rowOfSeq(byId.data.seq));
  }, [byId.data, view]);

  useTraceKeys({
    view,
    zoomer,
    pageSize: () => waterfall.current?.pageSize() ?? 10,
    copySpanId: () => {
      if (view.selectedSeq === null) return;
      const detail = client.ensureQueryData(spanQuery(project, traceId, view.selectedSeq));
      void detail.then((span) => navigator.clipboard?.writeText(span.span_id));
    },
    toggleDetail: () => setDetailShown((shown) => !shown),
  });

  if (trace.isError || skeleton.isError) {
    return (
      <>
        <TraceHeader trace={trace.data} view={view} live={live} project={project} />
        <Failed
          what="The trace could not be read"
          error={trace.error ?? skeleton.error}
          retry={() => {
            void trace.refetch();
            void skeleton.refetch();
          }}
        />
      </>
    );
  }
  if (view.skeleton === null) {
    return (
      <>
        <TraceHeader trace={trace.data} view={view} live={live} project={project} />
        <TraceLoading spans={trace.data?.total_spans} />
      </>
    );
  }
  return (
    <>
      <TraceHeader trace={trace.data} view={view} live={live} project={project} />
      <Verdict trace={trace.data} view={view} project={project} />
      <Minimap view={view} zoomer={zoomer} />
      <div className="relative flex min-h-0 flex-1 bg-surface">
        <Refetching active={skeleton.isFetching} />
        <Waterfall
          ref={waterfall}
          view={view}
          zoomer={zoomer}
          treeWidth={treeWidth}
          onTreeWidth={setTreeWidth}
        />
        {isDetailShown ? (
          <aside
            aria-label="Selected span"
            style={{ width: detailWidth }}
            className="relative flex max-w-[60%] min-w-0 shrink-0 border-l border-line bg-surface max-[1199px]:absolute max-[1199px]:inset-y-0 max-[1199px]:right-0 max-[1199px]:z-20 max-[1199px]:max-w-[90%] max-[1199px]:shadow-overlay"
          >
            <Splitter
              label="Width of the span's detail"
              value={detailWidth}
              min={320}
              max={720}
              isRight
              onChange={setDetailWidth}
              className="absolute inset-y-0 -left-1"
            />
            <Detail view={view} project={project} traceId={traceId} />
          </aside>
        ) : null}
      </div>
    </>
  );
}

function useStoredWidth(key: string, fallback: number): [number, (width: number) => void] {
  const [width, setWidth] = useState(() => readNumber(key, fallback));
  return [
    width,
    (next) => {
      setWidth(next);
      writeNumber(key, next);
    },
  ];
}
