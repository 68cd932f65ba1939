/** The tree and the bars: one canvas for every pixel, and for everyone who reads the page, a mirror of its rows. */

import type { Ref } from 'react';
import { useCallback, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { drawFrame } from '../draw/frame';
import { HEADER_HEIGHT, type Scene, visiblePart } from '../draw/scene';
import type { TraceView } from '../model/view';
import { Splitter } from './splitter';
import { mirrorId, TreeMirror } from './tree-mirror';
import { useCanvas } from './use-canvas';
import { useIsNarrow } from './use-is-narrow';
import { usePointer } from './use-pointer';
import { useScrollAnchor } from './use-scroll-anchor';
import type { Zoomer } from './zoomer';

export interface WaterfallHandle {
  focus: () => void;
  /** How many whole rows fit. */
  pageSize: () => number;
}

interface Props {
  view: TraceView;
  zoomer: Zoomer;
  treeWidth: number;
  onTreeWidth: (width: number) => void;
  /** A row was clicked. */
  onPick: () => void;
  ref: Ref<WaterfallHandle>;
}

/** The mirror follows this long after the last movement. */
const MIRROR_AFTER_MS = 100;

export function Waterfall({ view, zoomer, treeWidth, onTreeWidth, onPick, ref }: Props) {
  const isNarrow = useIsNarrow();
  const box = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const spacer = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const mirrorTimer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const [mirror, setMirror] = useState({ first: 0, last: 0, version: -1 });
  const pointer = useRef<Pick<Scene, 'hovered' | 'drag'>>({ hovered: -1, drag: null });

  const sceneOf = useCallback(
    (size: { width: number; height: number; palette?: Scene['palette'] }): Omit<Scene, 'palette'> => ({
      view,
      width: size.width,
      height: size.height,
      treeWidth: isNarrow ? size.width : Math.min(treeWidth, size.width),
      scrollTop: scroller.current?.scrollTop ?? 0,
      ...pointer.current,
    }),
    [view, treeWidth, isNarrow],
  );
  const currentScene = useCallback(
    () => sceneOf({ width: scroller.current?.clientWidth ?? 0, height: scroller.current?.clientHeight ?? 0 }),
    [sceneOf],
  );

  const request = useCanvas(canvas, scroller, (sheet) => {
    drawFrame(sheet.pen, { ...sceneOf(sheet), palette: sheet.palette });
  });

  const moved = useCallback(() => {
    request();
    if (mirrorTimer.current !== null) clearTimeout(mirrorTimer.current);
    mirrorTimer.current = setTimeout(() => {
      const { first, last } = visiblePart(currentScene());
      setMirror({ first, last, version: view.version });
    }, MIRROR_AFTER_MS);
  }, [request, currentScene, view]);

  const keepAnchor = useScrollAnchor(view, scroller);
  useEffect(() => {
    const onChange = () => {
      if (spacer.current !== null)
        spacer.current.style.height = `${HEADER_HEIGHT + view.count * view.rowHeight}px`;
      keepAnchor();
      moved();
    };
    onChange();
    return view.subscribe(onChange);
  }, [view, moved, keepAnchor]);
  useEffect(
    () => () => {
      if (mirrorTimer.current !== null) clearTimeout(mirrorTimer.current);
    },
    [],
  );

  usePointer({ scroller, view, zoomer, scene: currentScene, state: pointer, request, onPick });

  useImperativeHandle(ref, () => ({
    focus: () => scroller.current?.focus({ preventScroll: true }),
    pageSize: () =>
      Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER_HEIGHT) / view.rowHeight) - 1),
  }));

  const selectedPosition = view.selected === -1 ? -1 : view.positionOf(view.selected);
  const isMirrored = selectedPosition >= mirror.first && selectedPosition < mirror.last;
  return (
    <div ref={box} className="relative min-h-0 min-w-0 flex-1">
      <div
        ref={scroller}
        role="tree"
        tabIndex={0}
        aria-label="Spans"
        aria-activedescendant={isMirrored ? mirrorId(view.selectedSeq ?? -1) : undefined}
        onScroll={moved}
        className="absolute inset-0 overflow-x-hidden overflow-y-auto outline-offset-[-2px]"
      >
        <div ref={spacer} role="presentation" className="relative min-h-full">
          <canvas ref={canvas} className="sticky top-0 block" />
          <TreeMirror view={view} first={mirror.first} last={mirror.last} version={mirror.version} />
        </div>
      </div>
      {isNarrow ? null : (
        <Splitter
          label="Width of the tree"
          value={treeWidth}
          min={200}
          max={640}
          onChange={onTreeWidth}
          style={{ left: treeWidth - 3 }}
          className="absolute inset-y-0"
        />
      )}
    </div>
  );
}
