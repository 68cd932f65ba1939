/** One part of the view in React: a component renders again only when that part is another one. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { throttle } from '@/shared/live/throttle';
import { ms } from '@/shared/units';
import type { TraceView } from '../model/view';

/** `pick` returns a plain value, or an object that the view itself replaces when it changes. */
export function useView<Part>(view: TraceView, pick: (view: TraceView) => Part): Part {
  return useSyncExternalStore(view.subscribe, () => pick(view));
}

/** The same for what changes at every frame and need not be read at every frame: at most so often, never the last one lost. */
export function useViewSlowly<Part>(view: TraceView, pick: (view: TraceView) => Part, everyMs = 100): Part {
  const [part, setPart] = useState(() => pick(view));
  const latest = useRef(pick);
  latest.current = pick;
  useEffect(() => {
    const take = throttle(() => setPart(() => latest.current(view)), ms(everyMs));
    take();
    const stop = view.subscribe(take);
    return () => {
      stop();
      take.cancel();
    };
  }, [view, everyMs]);
  return part;
}
