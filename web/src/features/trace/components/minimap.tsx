/** The strip above the waterfall: all spans, all failures, and the window, which is dragged to zoom and pan. */
import { type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { offset } from '@/shared/format';
import { drawStrip, drawWindow, MINIMAP_HEIGHT, type Strip } from '../draw/minimap';
import { packLanes } from '../model/lanes';
import { isWhole, type TimeWindow, windowOf } from '../model/time-window';
import type { TraceView } from '../model/view';
import { type Sheet, useCanvas } from './use-canvas';
import { useView, useViewSlowly } from './use-view';
import type { Zoomer } from './zoomer';

type Drag = { kind: 'range'; from: number; before: TimeWindow } | { kind: 'move'; at: number };

export function Minimap({ view, zoomer }: { view: TraceView; zoomer: Zoomer }) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = useRef<{ key: unknown[]; image: HTMLCanvasElement } | null>(null);
  const drag = useRef<Drag | null>(null);
  const skeleton = useView(view, (each) => each.skeleton);
  const shown = useViewSlowly(view, (each) => each.window, 500);
  const { parents } = view;
  const lanes = useMemo(() => (skeleton === null ? null : packLanes(skeleton, parents)), [skeleton, parents]);

  const draw = ({ width, palette }: Sheet) => {
    const pen = canvas.current?.getContext('2d');
    if (!pen || skeleton === null || lanes === null) return;
    const strip: Strip = { skeleton, lanes, total: view.total, width, palette };
    const key = [skeleton, width, palette, devicePixelRatio];
    if (picture.current === null || picture.current.key.some((part, index) => part !== key[index])) {
      picture.current = { key, image: pictureOf(strip) };
    }
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(picture.current.image, 0, 0);
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    drawWindow(pen, view.window, strip);
  };
  const request = useCanvas(canvas, box, draw);
  useEffect(() => {
    request();
    return view.subscribe(request);
  }, [view, request]);

  const momentOf = (event: PointerEvent<HTMLDivElement>) => {
    const area = event.currentTarget.getBoundingClientRect();
    return ((event.clientX - area.left) / Math.max(1, area.width)) * view.total;
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const moment = momentOf(event);
    const { from, to } = view.window;
    const isInside = moment > from && moment < to && !isWhole(view.window, view.total);
    drag.current = isInside
      ? { kind: 'move', at: moment }
      : { kind: 'range', from: moment, before: view.window };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const moment = momentOf(event);
    const current = drag.current;
    if (current?.kind === 'range' && Math.abs(moment - current.from) > view.total / 500) {
      zoomer.show(windowOf(Math.min(current.from, moment), Math.max(current.from, moment)));
    }
    if (current?.kind === 'move') {
      const by = moment - current.at;
      zoomer.show(windowOf(view.window.from + by, view.window.to + by));
      drag.current = { kind: 'move', at: moment };
    }
  };
  const onPointerUp = () => {
    if (drag.current?.kind === 'range' && drag.current.before !== view.window)
      view.remember(drag.current.before);
    drag.current = null;
  };
  return (
    <div
      ref={box}
      role="img"
      aria-label={`All spans over time; shown from ${offset(shown.from)} to ${offset(shown.to)}`}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onDoubleClick={() => zoomer.fitAll()}
      style={{ height: MINIMAP_HEIGHT }}
      className="shrink-0 cursor-crosshair print:hidden touch-none overflow-hidden border-b border-line"
    >
      <canvas ref={canvas} className="block" />
    </div>
  );
}

function pictureOf(strip: Strip): HTMLCanvasElement {
  const image = document.createElement('canvas');
  image.width = Math.round(strip.width * devicePixelRatio);
  image.height = Math.round(MINIMAP_HEIGHT * devicePixelRatio);
  const pen = image.getContext('2d');
  pen?.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  if (pen) drawStrip(pen, strip);
  return image;
}
