/** All spans at once: parents above, time to the right. What is selected here is selected everywhere. */
import {
  type MouseEvent,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { plural } from '@/shared/format';
import { drawFlame, type FlameScene, flameHeight, flameRowAt, LANE_HEIGHT } from '../draw/flame';
import { HEADER_HEIGHT, momentAt } from '../draw/scene';
import { packLanes } from '../model/lanes';
import type { TraceView } from '../model/view';
import { describe } from './tree-mirror';
import { useCanvas } from './use-canvas';
import { useView } from './use-view';
import type { WaterfallHandle } from './waterfall';
import type { Zoomer } from './zoomer';

interface Props {
  view: TraceView;
  zoomer: Zoomer;
  onPick: () => void;
  ref: Ref<WaterfallHandle>;
}

export function Flame({ view, zoomer, onPick, ref }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const hovered = useRef(-1);
  const [tip, setTip] = useState('');
  const skeleton = useView(view, (each) => each.skeleton);
  const selected = useView(view, (each) => each.selected);
  const lanes = useMemo(
    () => (skeleton === null ? { lane: new Uint32Array(0), count: 0 } : packLanes(skeleton, view.parents)),
    [skeleton, view],
  );

  const sceneOf = useCallback(
    (width: number, height: number): Omit<FlameScene, 'palette'> => ({
      view,
      lanes,
      width,
      height,
      treeWidth: 0,
      scrollTop: scroller.current?.scrollTop ?? 0,
      hovered: hovered.current,
      drag: null,
    }),
    [view, lanes],
  );
  const request = useCanvas(canvas, scroller, ({ pen, width, height, palette }) => {
    drawFlame(pen, { ...sceneOf(width, height), palette });
  });
  useEffect(() => {
    request();
    return view.subscribe(request);
  }, [view, request]);
  useEffect(() => {
    const element = scroller.current;
    const lane = lanes.lane[selected];
    if (element === null || lane === undefined) return;
    const top = lane * LANE_HEIGHT;
    const room = element.clientHeight - HEADER_HEIGHT - LANE_HEIGHT;
    if (top < element.scrollTop || top > element.scrollTop + room)
      element.scrollTop = Math.max(0, top - room / 2);
  }, [selected, lanes]);
  useFlameWheel(scroller, zoomer, sceneOf);
  useImperativeHandle(ref, () => ({
    focus: () => scroller.current?.focus({ preventScroll: true }),
    pageSize: () => 10,
  }));

  const rowUnder = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return flameRowAt(sceneOf(box.width, box.height), event.clientX - box.left, event.clientY - box.top);
  };
  const onMove = (event: MouseEvent<HTMLElement>) => {
    const row = rowUnder(event);
    if (row === hovered.current) return;
    hovered.current = row;
    setTip(row === -1 || skeleton === null ? '' : describe(skeleton, row));
    request();
  };
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const row = rowUnder(event);
    if (row === -1) return;
    view.select(row);
    onPick();
  };
  const onDoubleClick = (event: MouseEvent<HTMLElement>) => {
    const row = rowUnder(event);
    if (row !== -1) zoomer.fitSpan(row);
  };
  const now = selected === -1 || skeleton === null ? 'none' : describe(skeleton, selected);
  return (
    <div className="relative min-h-0 min-w-0 flex-1">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the trace page move the selection */}
      <section
        ref={scroller}
        aria-label={`Flame chart of ${plural(skeleton?.n ?? 0, 'span')}; selected: ${now}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and takes the keys of the page
        tabIndex={0}
        title={tip}
        onScroll={request}
        onMouseMove={onMove}
        onMouseLeave={() => setTip('')}
        onClick={onClick}
        onDoubleClick={onDoubleClick}
        className="absolute inset-0 overflow-x-hidden overflow-y-auto outline-offset-[-2px]"
      >
        <div style={{ height: flameHeight(lanes) }} className="relative min-h-full">
          <canvas ref={canvas} className="sticky top-0 block" />
        </div>
      </section>
    </div>
  );
}

/** Ctrl+wheel zooms at the pointer, shift+wheel pans; a plain wheel scrolls. */
function useFlameWheel(
  scroller: React.RefObject<HTMLElement | null>,
  zoomer: Zoomer,
  sceneOf: (width: number, height: number) => Omit<FlameScene, 'palette'>,
): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      const box = element.getBoundingClientRect();
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const moment = momentAt(sceneOf(box.width, box.height), event.clientX - box.left);
        zoomer.zoomBy(1.0015 ** event.deltaY, moment);
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        zoomer.panBy((event.deltaX || event.deltaY) / Math.max(1, box.width));
      }
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [scroller, zoomer, sceneOf]);
}
