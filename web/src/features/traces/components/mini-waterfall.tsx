/** A trace as a small picture: every span a line at its time, failures on top of all. */
import { useEffect, useRef } from 'react';
import { at, Flag, has, type Skeleton } from '@/shared/columns';
import { plural } from '@/shared/format';
import { isContainer, KINDS, type Kind, kindOf } from '@/shared/kinds';
import { onThemeChange } from '@/shared/theme/theme';

const HEIGHT = 132;
const MOST_BAR = 6;

export function MiniWaterfall({ skeleton }: { skeleton: Skeleton }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const redraw = () => draw(element, skeleton);
    const sizes = new ResizeObserver(redraw);
    sizes.observe(element);
    const stop = onThemeChange(redraw);
    return () => {
      sizes.disconnect();
      stop();
    };
  }, [skeleton]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={`${plural(skeleton.n, 'span')} over time`}
      style={{ height: HEIGHT }}
      className="block w-full rounded-chip border border-line bg-sunken"
    />
  );
}

function draw(canvas: HTMLCanvasElement, skeleton: Skeleton): void {
  const width = canvas.clientWidth;
  const pen = canvas.getContext('2d');
  if (pen === null || width === 0) return;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(HEIGHT * devicePixelRatio);
  pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const colours = Object.fromEntries(KINDS.map((kind) => [kind, token(`kind-${kind}`)])) as Record<
    Kind,
    string
  >;
  const error = token('error');
  const total = extent(skeleton);
  const step = (HEIGHT - 8) / Math.max(1, skeleton.n);
  const bar = Math.max(1, Math.min(MOST_BAR, step - 1));
  const isDense = step < 1;
  let lastY = -1;
  for (const wantsErrors of [false, true]) {
    for (let row = 0; row < skeleton.n; row += 1) {
      const isError = has(skeleton, row, Flag.error);
      if (isError !== wantsErrors) continue;
      const y = 4 + row * step;
      // of many rows on one line of pixels the first stands for all; a failure always shows
      if (isDense && !isError && Math.floor(y) === lastY) continue;
      lastY = Math.floor(y);
      const type = skeleton.kinds[at(skeleton.kind, row)] ?? '';
      const left = 4 + (at(skeleton.start, row) / total) * (width - 8);
      const wide = Math.max(1.5, (at(skeleton.dur, row) / total) * (width - 8));
      pen.globalAlpha = isContainer(type) && !isError ? 0.35 : 1;
      pen.fillStyle = isError ? error : colours[kindOf(type)];
      pen.fillRect(left, y, wide, bar);
    }
  }
}

/** From the first start to the last end, in the skeleton's own unit. */
function extent(skeleton: Skeleton): number {
  let last = 1;
  for (let row = 0; row < skeleton.n; row += 1) {
    last = Math.max(last, at(skeleton.start, row) + at(skeleton.dur, row));
  }
  return last;
}
