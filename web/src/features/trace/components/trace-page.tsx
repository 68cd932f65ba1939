/** One trace: verdict first, then the whole on a strip, the waterfall, and the selected span. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTitle } from '@/shared/ui/page-header';
import { Failed, Refetching } from '@/shared/ui/states';
import type { TraceSearch } from '@/shared/url/searches';
import { skeletonQuery, spanQuery, traceQuery } from '../api';
import { DetailPane } from '../detail/detail-pane';
import { parseSpan } from '../model/url-state';
import type { TraceView } from '../model/view';
import { nextWay } from '../model/ways';
import { Minimap } from './minimap';
import { Notes } from './notes';
import { PrintedTrace } from './printed-trace';
import { Toolbar } from './toolbar';
import { TraceHeader } from './trace-header';
import { TraceLoading } from './trace-loading';
import { useStoredWidth } from './use-stored-width';
import { useTraceKeys } from './use-trace-keys';
import { useTraceLive } from './use-trace-live';
import { useTraceUrl } from './use-trace-url';
import { useTraceView } from './use-trace-view';
import { useWay } from './use-way';
import { Verdict } from './verdict';
import type { WaterfallHandle } from './waterfall';
import { WayView } from './way-view';

export function TracePage() {
  const { project, traceId } = useParams({ from: '/p/$project/traces/$traceId' });
  return <OneTrace key={`${project} ${traceId}`} project={project} traceId={traceId} />;
}

function OneTrace({ project, traceId }: { project: string; traceId: string }) {
  const search: TraceSearch = useSearch({ from: '/p/$project/traces/$traceId' });
  const client = useQueryClient();
  const trace = useQuery(traceQuery(project, traceId));
  const skeleton = useQuery(skeletonQuery(project, traceId));
  const { view, zoomer } = useTraceView(traceId, skeleton.data, search);
  const live = useTraceLive(project, traceId);
  const [treeWidth, setTreeWidth] = useStoredWidth('trace.tree', 420);
  const [isDetailShown, setDetailShown] = useState(() => window.innerWidth >= 1200);
  const [way, chooseWay] = useWay(search);
  const findAgent = (name: string) => {
    view.find(name);
    chooseWay('waterfall', name);
  };
  const waterfall = useRef<WaterfallHandle>(null);
  useTitle(trace.data?.name ?? 'Trace');
  useTraceUrl(view, search);
  useNamedSpan(view, project, traceId, search.span);
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
    nextView: () => chooseWay(nextWay(way)),
    showReplay: () => chooseWay('replay'),
  });

  const error = trace.error ?? (skeleton.data === undefined ? skeleton.error : null);
  const retry = () => {
    void trace.refetch();
    void skeleton.refetch();
  };
  return (
    <>
      <TraceHeader trace={trace.data} traceId={traceId} live={live} project={project} view={view} />
      {error !== null ? <Failed what="The trace could not be read" error={error} retry={retry} /> : null}
      {error === null && skeleton.data === undefined ? (
        <TraceLoading spans={trace.data?.total_spans} />
      ) : null}
      {error === null && skeleton.data !== undefined ? (
        <>
          <Verdict
            trace={trace.data}
            skeleton={skeleton.data}
            view={view}
            project={project}
            onPick={() => {
              setDetailShown(true);
              waterfall.current?.focus();
            }}
          />
          <PrintedTrace trace={trace.data} skeleton={skeleton.data} />
          <Notes trace={trace.data} skeleton={skeleton.data} view={view} />
          <Minimap view={view} zoomer={zoomer} />
          <Toolbar
            view={view}
            zoomer={zoomer}
            project={project}
            traceId={traceId}
            way={way}
            onWay={(next) => chooseWay(next)}
          />
          <div className="relative flex min-h-0 flex-1 bg-surface print:hidden">
            <Refetching active={skeleton.isFetching} />
            <WayView
              ref={waterfall}
              way={way}
              view={view}
              zoomer={zoomer}
              project={project}
              traceId={traceId}
              treeWidth={treeWidth}
              onTreeWidth={setTreeWidth}
              onAgent={findAgent}
              onPick={() => setDetailShown(true)}
            />
            {isDetailShown ? (
              <DetailPane
                view={view}
                project={project}
                traceId={traceId}
                tab={search.tab}
                onClose={() => setDetailShown(false)}
              />
            ) : null}
          </div>
        </>
      ) : null}
    </>
  );
}

/** A link from elsewhere names a span by its id: ask once for its number. */
function useNamedSpan(view: TraceView, project: string, traceId: string, name: string | undefined): void {
  const named = parseSpan(name);
  const id = named?.kind === 'id' ? named.id : '';
  const { data } = useQuery({ ...spanQuery(project, traceId, id), enabled: id !== '' });
  const seq = data?.seq;
  useEffect(() => {
    if (seq === undefined) return;
    const choose = () => {
      if (view.skeleton === null) return;
      stop();
      view.selectSeq(seq);
    };
    const stop = view.subscribe(choose);
    choose();
    return stop;
  }, [seq, view]);
}
