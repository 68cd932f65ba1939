/** The view in the URL, both ways: written a moment after it stopped changing, read when somebody else changed it. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { TraceSearch } from '@/shared/url/searches';
import { whole } from '../model/time-window';
import { isSameSearch, parseInternal, parseSpan, parseWindow, writeSearch } from '../model/url-state';
import type { TraceView } from '../model/view';

const URL_AFTER_MS = 200;

export function useTraceUrl(view: TraceView, search: TraceSearch): void {
  const navigate = useNavigate({ from: '/p/$project/traces/$traceId' });
  const latest = useRef(search);
  const written = useRef<TraceSearch>(search);
  latest.current = search;

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const write = () => {
      timer = null;
      if (view.skeleton === null) return;
      const next = writeSearch(view, latest.current);
      if (isSameSearch(next, latest.current)) return;
      written.current = next;
      void navigate({ to: '.', replace: true, search: next });
    };
    const stop = view.subscribe(() => {
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(write, URL_AFTER_MS);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [view, navigate]);

  // back, forward, or a link to another span of the same trace
  useEffect(() => {
    if (view.skeleton === null || isSameSearch(search, written.current)) return;
    written.current = search;
    view.showMachinery(parseInternal(search.internal));
    const named = parseSpan(search.span);
    if (named?.kind === 'seq' && named.seq !== view.selectedSeq) view.selectSeq(named.seq);
    view.show(parseWindow(search.t, view.total) ?? whole(view.total));
    view.find(search.q ?? '');
  }, [view, search]);
}
