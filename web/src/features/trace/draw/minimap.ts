/** The whole trace on a strip: every span on its lane, failures as ticks on the floor, the window that is shown. */
import { at, Flag, has, type Skeleton } from '@/shared/columns';
import { kindOf } from '@/shared/kinds';
import type { Lanes } from '../model/lanes';
import type { TimeWindow } from '../model/time-window';
import { isQuiet } from '../model/tree';
import type { Palette } from './palette';
import type { Pen } from './pen';

export const MINIMAP_HEIGHT = 56;
const FLOOR = 6;
const TOP = 4;
/** A span that makes its lane's line less than this longer is not drawn. */
const LEAST_GAIN = 0.5;

export interface Strip {
  readonly skeleton: Skeleton;
  readonly lanes: Lanes;
  readonly total: number;
  readonly width: number;
  readonly palette: Palette;
}

/** Everything but the window: drawn once a size and theme, then kept as a picture. Containers below, quietly. */
export function drawStrip(pen: Pen, strip: Strip): void {
  const { skeleton, palette, width } = strip;
  pen.fillStyle = palette.sunken;
  pen.fillRect(0, 0, width, MINIMAP_HEIGHT);
  const groups = grouped(skeleton);
  for (const quiet of [true, false]) {
    pen.globalAlpha = quiet ? palette.tint : 1;
    skeleton.kinds.forEach((type, code) => {
      pen.fillStyle = palette.kind[kindOf(type)];
      drawRows(pen, strip, groups(code, quiet));
    });
  }
  pen.globalAlpha = 1;
  drawFailures(pen, strip);
}

/** The part outside the window is dimmed, the window has an edge. */
export function drawWindow(
  pen: Pen,
  window: TimeWindow,
  strip: Pick<Strip, 'total' | 'width' | 'palette'>,
): void {
  const x = (moment: number) => (moment / Math.max(1, strip.total)) * strip.width;
  const left = x(window.from);
  const right = Math.max(left + 3, x(window.to));
  pen.globalAlpha = 0.45;
  pen.fillStyle = strip.palette.sunken;
  pen.fillRect(0, 0, left, MINIMAP_HEIGHT - FLOOR);
  pen.fillRect(right, 0, strip.width - right, MINIMAP_HEIGHT - FLOOR);
  pen.globalAlpha = 1;
  pen.fillStyle = strip.palette.accent;
  pen.fillRect(left, 0, 2, MINIMAP_HEIGHT);
  pen.fillRect(right - 2, 0, 2, MINIMAP_HEIGHT);
  pen.fillRect(left, 0, right - left, 1);
}

/** Spans of one type together, and on each lane only those that add a pixel: 100,000 spans stay cheap. */
function drawRows(pen: Pen, strip: Strip, rows: Uint32Array): void {
  const { skeleton, lanes, width } = strip;
  const scale = (width * skeleton.unitUs) / Math.max(1, strip.total);
  const laneHeight = (MINIMAP_HEIGHT - FLOOR - TOP - 4) / Math.max(1, lanes.count);
  const barHeight = Math.max(1, Math.min(4, laneHeight - 1));
  const drawnTo = new Float64Array(lanes.count).fill(-1);
  for (const row of rows) {
    const lane = lanes.lane[row] ?? 0;
    const left = at(skeleton.start, row) * scale;
    const right = Math.max(left + 1, left + at(skeleton.dur, row) * scale);
    if (right < (drawnTo[lane] ?? -1) + LEAST_GAIN) continue;
    drawnTo[lane] = right;
    pen.fillRect(left, TOP + lane * laneHeight, right - left, barHeight);
  }
}

function drawFailures(pen: Pen, strip: Strip): void {
  const { skeleton, width } = strip;
  const scale = (width * skeleton.unitUs) / Math.max(1, strip.total);
  pen.fillStyle = strip.palette.error;
  let drawn = -2;
  for (let row = 0; row < skeleton.n; row += 1) {
    if (!has(skeleton, row, Flag.error)) continue;
    const x = Math.floor((at(skeleton.start, row) + at(skeleton.dur, row)) * scale);
    if (x === drawn) continue;
    drawn = x;
    pen.fillRect(Math.min(x, width - 2), MINIMAP_HEIGHT - FLOOR, 2, FLOOR);
  }
}

/** The rows of each type, quiet and loud ones apart, in order: counted, then put in their places. */
function grouped(skeleton: Skeleton): (code: number, quiet: boolean) => Uint32Array {
  const { n, kind, kinds } = skeleton;
  const group = Uint16Array.from(
    { length: n },
    (_, row) => at(kind, row) * 2 + (isQuiet(skeleton, row) ? 1 : 0),
  );
  const starts = new Uint32Array(kinds.length * 2 + 1);
  for (const each of group) starts[each + 1] = at(starts, each + 1) + 1;
  for (let each = 1; each < starts.length; each += 1) starts[each] = at(starts, each) + at(starts, each - 1);
  const rows = new Uint32Array(n);
  const next = starts.slice();
  group.forEach((each, row) => {
    rows[at(next, each)] = row;
    next[each] = at(next, each) + 1;
  });
  return (code, quiet) => {
    const each = code * 2 + (quiet ? 1 : 0);
    return rows.subarray(at(starts, each), at(starts, each + 1));
  };
}
