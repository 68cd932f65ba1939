/** One part of the view in React: a component renders again only when that part is another one. */
import { useSyncExternalStore } from 'react';
import type { TraceView } from '../model/view';

/** `pick` returns a plain value, or an object that the view itself replaces when it changes. */
export function useView<Part>(view: TraceView, pick: (view: TraceView) => Part): Part {
  return useSyncExternalStore(view.subscribe, () => pick(view));
}
