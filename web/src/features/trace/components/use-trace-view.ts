/** Keeps one TraceView for one trace, fed with skeletons as they come, and joined to the URL. */
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Skeleton } from '@/shared/columns';
import { useRowHeights } from '@/shared/theme/density';
import type { TraceSearch } from '@/shared/url/searches';
import { firstFailure } from '../model/failure';
import { NONE } from '../model/tree';
import { parseDepth, parseInternal, parseSpan, parseWindow } from '../model/url-state';
import { TraceView } from '../model/view';
import { Zoomer } from './zoomer';

export function useTraceView(traceId: string, skeleton: Skeleton | undefined, search: TraceSearch) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another trace is another view
  const { view, zoomer } = useMemo(() => {
    const made = new TraceView();
    return { view: made, zoomer: new Zoomer(made) };
  }, [traceId]);
  const opening = useRef(search);
  opening.current = search;
  useLayoutEffect(() => {
    if (skeleton === undefined) return;
    const isFirst = view.skeleton === null;
    view.load(skeleton);
    if (isFirst) open(view, opening.current);
  }, [view, skeleton]);
  useEffect(() => () => zoomer.stop(), [zoomer]);
  const { span: rowHeight } = useRowHeights();
  useLayoutEffect(() => view.setRowHeight(rowHeight), [view, rowHeight]);
  return { view, zoomer };
}

/** Answer first: what the URL names, else the first failure, else the root. */
function open(view: TraceView, search: TraceSearch): void {
  if (view.skeleton === null || view.skeleton.n === 0) return;
  view.showMachinery(parseInternal(search.internal));
  if (search.q) view.find(search.q);
  const depth = parseDepth(search.depth);
  if (depth !== null) view.foldToDepth(depth);
  const window = parseWindow(search.t, view.total);
  if (window !== null) view.show(window);
  const named = parseSpan(search.span);
  if (named?.kind === 'seq') view.selectSeq(named.seq);
  // a span named by its id is asked for and selected when the answer comes
  if (named?.kind === 'id') return;
  if (view.selected === NONE) view.select(Math.max(0, firstFailure(view.skeleton, view.failed)));
}
