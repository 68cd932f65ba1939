/** The mouse on the waterfall: select, fold, hover, drag the ruler to zoom, ctrl+wheel zooms, shift+wheel pans. */
import { type RefObject, useEffect, useRef } from 'react';
import { at } from '@/shared/columns';
import {
  HEADER_HEIGHT,
  indentOf,
  momentAt,
  type Scene,
  TO_GLYPH,
  timePane,
  visiblePart,
} from '../draw/scene';
import { windowOf } from '../model/time-window';
import { ancestorsOf, isParent } from '../model/tree';
import type { TraceView } from '../model/view';
import type { Zoomer } from './zoomer';

interface Options {
  scroller: RefObject<HTMLElement | null>;
  view: TraceView;
  zoomer: Zoomer;
  scene: () => Omit<Scene, 'palette'>;
  state: RefObject<Pick<Scene, 'hovered' | 'drag'>>;
  request: () => void;
  onPick: () => void;
}

/** A shorter drag on the ruler is a click. */
const LEAST_DRAG = 4;

export function usePointer({ scroller, view, zoomer, scene, state, request, onPick }: Options): void {
  const picked = useRef(onPick);
  picked.current = onPick;
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const place = (event: MouseEvent) => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const setState = (next: Pick<Scene, 'hovered' | 'drag'>) => {
      if (next.hovered === state.current.hovered && next.drag === state.current.drag) return;
      state.current = next;
      request();
    };

    const onDown = (event: PointerEvent) => {
      const { x, y } = place(event);
      const onRuler = y < HEADER_HEIGHT && x > timePane(scene()).left;
      if (event.button !== 0 || !onRuler) return;
      element.setPointerCapture(event.pointerId);
      setState({ hovered: -1, drag: { from: x, to: x } });
    };
    const onMove = (event: PointerEvent) => {
      const { x, y } = place(event);
      const { drag } = state.current;
      if (drag !== null) setState({ hovered: -1, drag: { from: drag.from, to: x } });
      else setState({ hovered: rowUnder(scene(), y), drag: null });
    };
    const onUp = () => {
      const { drag } = state.current;
      if (drag === null) return;
      setState({ hovered: -1, drag: null });
      if (Math.abs(drag.to - drag.from) < LEAST_DRAG) return;
      const now = scene();
      const [left, right] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
      zoomer.enter(windowOf(momentAt(now, left), momentAt(now, right)));
    };
    const onClick = (event: MouseEvent) => {
      const { x, y } = place(event);
      if (x < scene().treeWidth && y < HEADER_HEIGHT) goUp(scene());
      const row = rowUnder(scene(), y);
      if (row === -1) return;
      if (isOnChevron(scene(), row, x)) {
        view.toggle(row);
        return;
      }
      view.select(row);
      picked.current();
    };
    const onDoubleClick = (event: MouseEvent) => {
      const { x, y } = place(event);
      const row = rowUnder(scene(), y);
      if (row === -1) return;
      if (x > scene().treeWidth) zoomer.fitSpan(row);
      else view.toggle(row);
    };
    const onWheel = (event: WheelEvent) => {
      const now = scene();
      const { x } = place(event);
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        zoomer.zoomBy(1.0015 ** event.deltaY, momentAt(now, Math.max(x, now.treeWidth)));
        return;
      }
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
      event.preventDefault();
      zoomer.panBy(sideways / timePane(now).width);
    };
    const onLeave = () => setState({ hovered: -1, drag: state.current.drag });
    const goUp = (now: Omit<Scene, 'palette'>) => {
      const visible = visiblePart(now);
      const above = ancestorsOf(view.parents, view.rowAt(visible.first)).at(-1);
      if (above !== undefined) view.select(above);
    };

    const stop = new AbortController();
    const { signal } = stop;
    element.addEventListener('pointerdown', onDown, { signal });
    element.addEventListener('pointermove', onMove, { signal });
    element.addEventListener('pointerup', onUp, { signal });
    element.addEventListener('pointerleave', onLeave, { signal });
    element.addEventListener('click', onClick, { signal });
    element.addEventListener('dblclick', onDoubleClick, { signal });
    element.addEventListener('wheel', onWheel, { signal, passive: false });
    return () => stop.abort();
  }, [scroller, view, zoomer, scene, state, request]);
}

function rowUnder(scene: Omit<Scene, 'palette'>, y: number): number {
  if (y < HEADER_HEIGHT) return -1;
  return scene.view.rowAt(Math.floor((y - HEADER_HEIGHT + scene.scrollTop) / scene.view.rowHeight));
}

function isOnChevron(scene: Omit<Scene, 'palette'>, row: number, x: number): boolean {
  const { skeleton } = scene.view;
  if (skeleton === null || !isParent(skeleton, row)) return false;
  const indent = indentOf(scene, at(skeleton.depth, row), visiblePart(scene).baseDepth);
  return x >= indent - 7 && x < indent + TO_GLYPH - 1;
}
