/** What each key of the trace page does, as plain functions, so that it can be tested without a page. */
import type { TraceView } from './view';

/** Moves the time window; the real one animates its jumps. */
export interface Zooming {
  zoomBy: (factor: number) => void;
  panBy: (share: number) => void;
  fitSpan: (row: number) => void;
  fitAll: () => void;
  back: () => void;
}

export interface KeyActions {
  view: TraceView;
  zoomer: Zooming;
  pageSize: () => number;
  copySpanId: () => void;
  toggleDetail: () => void;
  /** To the next way to see the trace. */
  nextView: () => void;
  showReplay: () => void;
}

export type Action = (actions: KeyActions) => void;

const KEYS: Readonly<Record<string, Action>> = {
  ArrowDown: ({ view }) => view.selectBy(1),
  j: ({ view }) => view.selectBy(1),
  ArrowUp: ({ view }) => view.selectBy(-1),
  k: ({ view }) => view.selectBy(-1),
  PageDown: ({ view, pageSize }) => view.selectBy(pageSize()),
  PageUp: ({ view, pageSize }) => view.selectBy(-pageSize()),
  Home: ({ view }) => view.selectAt(0),
  End: ({ view }) => view.selectAt(view.count - 1),
  ArrowLeft: ({ view }) => view.foldOrGoUp(),
  ArrowRight: ({ view }) => view.unfoldOrGoDown(),
  Enter: ({ view }) => view.toggle(view.selected),
  '[': ({ view }) => view.foldOneLevel(),
  ']': ({ view }) => view.unfoldOneLevel(),
  e: ({ view }) => view.selectNextFailure(1),
  E: ({ view }) => view.selectNextFailure(-1),
  n: ({ view }) => view.selectNextMatch(1),
  N: ({ view }) => view.selectNextMatch(-1),
  f: ({ view, zoomer }) => zoomer.fitSpan(view.selected),
  '0': ({ zoomer }) => zoomer.fitAll(),
  w: ({ zoomer }) => zoomer.zoomBy(0.7),
  s: ({ zoomer }) => zoomer.zoomBy(1 / 0.7),
  a: ({ zoomer }) => zoomer.panBy(-0.2),
  d: ({ zoomer }) => zoomer.panBy(0.2),
  p: ({ view }) => view.showCriticalPath(view.critical === null),
  v: ({ nextView }) => nextView(),
  r: ({ showReplay }) => showReplay(),
  i: ({ view }) => view.showMachinery(!view.showsMachinery),
  o: ({ view }) => view.showOnlyInWindow(!view.onlyInWindow),
  y: ({ copySpanId }) => copySpanId(),
  '\\': ({ toggleDetail }) => toggleDetail(),
  Escape: ({ view, zoomer }) => (view.onlyInWindow ? view.showOnlyInWindow(false) : zoomer.back()),
};

/** Keys that elements with keys of their own (tabs, splitters, lists, buttons) keep for themselves. */
export const MOVEMENT: ReadonlySet<string> = new Set([
  'ArrowDown',
  'ArrowUp',
  'ArrowLeft',
  'ArrowRight',
  'PageDown',
  'PageUp',
  'Home',
  'End',
  'Enter',
]);

export function actionFor(key: string): Action | undefined {
  if (/^[1-9]$/.test(key)) return ({ view }) => view.foldToDepth(Number(key));
  return KEYS[key];
}

/** Every key that does something here, digits aside. */
export function boundKeys(): string[] {
  return Object.keys(KEYS);
}
