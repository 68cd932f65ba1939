/** The flame view: every span at once on packed lanes, the parent above, short ones merged into what a pixel can show. */
import { at, Flag, has, type Skeleton } from '@/shared/columns';
import { kindOf } from '@/shared/kinds';
import type { Lanes } from '../model/lanes';
import { isQuiet } from '../model/tree';
import { drawGrid, drawRuler } from './header';
import type { Pen } from './pen';
import { HEADER_HEIGHT, META_FONT, momentAt, type Scene, xOf } from './scene';
import { fitted } from './text';

export const LANE_HEIGHT = 18;
const BAR_HEIGHT = 16;
/** A bar must be this wide to carry its name. */
const LEAST_NAMED = 28;
const PADDING = 4;
/** A span that makes its lane's line less than this longer is not drawn. */
const LEAST_GAIN = 0.5;

export interface FlameScene extends Scene {
  readonly lanes: Lanes;
}

export function flameHeight(lanes: Lanes): number {
  return HEADER_HEIGHT + lanes.count * LANE_HEIGHT + PADDING;
}

export function drawFlame(pen: Pen, scene: FlameScene): void {
  const { skeleton } = scene.view;
  pen.fillStyle = scene.palette.surface;
  pen.fillRect(0, 0, scene.width, scene.height);
  drawGrid(pen, scene);
  if (skeleton !== null) {
    pen.font = META_FONT;
    pen.textBaseline = 'middle';
    pen.textAlign = 'left';
    drawAll(pen, scene, skeleton);
  }
  pen.fillStyle = scene.palette.sunken;
  pen.fillRect(0, 0, scene.width, HEADER_HEIGHT);
  drawRuler(pen, scene);
}

/** The row whose bar lies under a point, or -1. The last one drawn lies on top. */
export function flameRowAt(scene: Omit<FlameScene, 'palette'>, x: number, y: number): number {
  const { skeleton } = scene.view;
  if (skeleton === null || y < HEADER_HEIGHT) return -1;
  const lane = Math.floor((y - HEADER_HEIGHT + scene.scrollTop) / LANE_HEIGHT);
  const moment = momentAt(scene, x) / skeleton.unitUs;
  const tolerance = (momentAt(scene, x + 2) - momentAt(scene, x)) / skeleton.unitUs;
  for (let row = skeleton.n - 1; row >= 0; row -= 1) {
    if (scene.lanes.lane[row] !== lane) continue;
    const start = at(skeleton.start, row);
    if (moment >= start - tolerance && moment <= start + at(skeleton.dur, row) + tolerance) return row;
  }
  return -1;
}

function drawAll(pen: Pen, scene: FlameScene, skeleton: Skeleton): void {
  const drawnTo = new Float64Array(scene.lanes.count).fill(-1);
  const firstLane = Math.floor(scene.scrollTop / LANE_HEIGHT);
  const lastLane = Math.ceil((scene.scrollTop + scene.height - HEADER_HEIGHT) / LANE_HEIGHT);
  for (let row = 0; row < skeleton.n; row += 1) {
    const lane = at(scene.lanes.lane, row);
    if (lane < firstLane || lane > lastLane) continue;
    const start = at(skeleton.start, row) * skeleton.unitUs;
    const left = xOf(scene, start);
    const right = Math.max(left + 1, xOf(scene, start + at(skeleton.dur, row) * skeleton.unitUs));
    const isMarked = row === scene.view.selected || row === scene.hovered;
    if (right < 0 || left > scene.width) continue;
    if (right < at(drawnTo, lane) + LEAST_GAIN && !isMarked) continue;
    drawnTo[lane] = right;
    drawOne(pen, scene, skeleton, {
      row,
      lane,
      left: Math.max(-2, left),
      right: Math.min(scene.width + 2, right),
    });
  }
}

interface Placed {
  readonly row: number;
  readonly lane: number;
  readonly left: number;
  readonly right: number;
}

function drawOne(pen: Pen, scene: FlameScene, skeleton: Skeleton, { row, lane, left, right }: Placed): void {
  const { palette, view } = scene;
  const kind = kindOf(skeleton.kinds[at(skeleton.kind, row)] ?? '');
  const failed = has(skeleton, row, Flag.error);
  const quiet = isQuiet(skeleton, row);
  const colour = failed ? palette.error : palette.kind[kind];
  const top = HEADER_HEIGHT + lane * LANE_HEIGHT - scene.scrollTop;
  const width = right - left > 2 ? right - left - 1 : right - left;
  pen.fillStyle = colour;
  pen.globalAlpha = quiet ? palette.tint : 1;
  pen.fillRect(left, top, width, BAR_HEIGHT);
  pen.globalAlpha = 1;
  if (quiet && width > 2) pen.fillRect(left, top, 2, BAR_HEIGHT);
  if (width >= LEAST_NAMED) {
    const on = failed ? palette.onError : palette.onKind[kind];
    pen.fillStyle = quiet ? palette.text : on;
    const shownLeft = Math.max(left, 0) + PADDING;
    const name = `${failed ? '✕ ' : ''}${skeleton.names[at(skeleton.name, row)] ?? ''}`;
    pen.fillText(
      fitted(pen, META_FONT, name, right - shownLeft - PADDING),
      shownLeft,
      top + BAR_HEIGHT / 2 + 0.5,
    );
  }
  if (row !== view.selected && row !== scene.hovered) return;
  pen.strokeStyle = row === view.selected ? palette.accent : palette.muted;
  pen.lineWidth = 2;
  pen.strokeRect(left - 1, top - 1, Math.max(3, width + 2), BAR_HEIGHT + 2);
}
