/** The right column: one bar a row, quiet for containers, loud for work, with its length written where there is room. */
import { at, Flag, has, type Skeleton } from '@/shared/columns';
import { duration } from '@/shared/format';
import { kindOf } from '@/shared/kinds';
import { us } from '@/shared/units';
import { isQuiet, NONE } from '../model/tree';
import { line, type Pen } from './pen';
import { FIGURE_FONT, type Scene, timePane, type Visible, xOf, yOf } from './scene';
import { widthOf } from './text';

const BAR_HEIGHT = 14;
const RADIUS = 3;
const LEAST_WIDTH = 2;
const LABEL_GAP = 6;
/** Bars are cut this far outside the pane: zoomed in, a bar may be millions of pixels long. */
const BEYOND = 20;

interface Bar {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly fill: string;
  readonly on: string;
}

export function drawBars(pen: Pen, scene: Scene, visible: Visible): void {
  const { skeleton } = scene.view;
  if (skeleton === null) return;
  const pane = timePane(scene);
  pen.save();
  pen.beginPath();
  pen.rect(pane.left, 0, pane.width, scene.height);
  pen.clip();
  pen.font = FIGURE_FONT;
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  for (let position = visible.first; position < visible.last; position += 1) {
    drawBarOf(pen, scene, skeleton, scene.view.rowAt(position), yOf(scene, position));
  }
  pen.restore();
}

function drawBarOf(pen: Pen, scene: Scene, skeleton: Skeleton, row: number, rowTop: number): void {
  const start = at(skeleton.start, row) * skeleton.unitUs;
  const length = at(skeleton.dur, row) * skeleton.unitUs;
  const left = xOf(scene, start);
  const right = Math.max(left + LEAST_WIDTH, xOf(scene, start + length));
  const pane = timePane(scene);
  const middle = rowTop + scene.view.rowHeight / 2;
  if (right < pane.left || left > pane.left + pane.width) {
    drawOutside(pen, scene, right < pane.left, middle);
    return;
  }
  const type = skeleton.kinds[at(skeleton.kind, row)] ?? '';
  const kind = kindOf(type);
  const failed = has(skeleton, row, Flag.error);
  const bar: Bar = {
    left: Math.max(left, pane.left - BEYOND),
    right: Math.min(right, pane.left + pane.width + BEYOND),
    top: rowTop + (scene.view.rowHeight - BAR_HEIGHT) / 2,
    fill: failed ? scene.palette.error : scene.palette.kind[kind],
    on: failed ? scene.palette.onError : scene.palette.onKind[kind],
  };
  const quiet = isQuiet(skeleton, row);
  const status = skeleton.statuses[at(skeleton.status, row)];
  if (has(skeleton, row, Flag.running)) drawRunning(pen, scene, bar);
  else if (status === 'cancelled') drawHollow(pen, bar);
  else if (quiet) drawContainer(pen, scene, bar, failed);
  else drawWork(pen, bar, failed);
  drawCritical(pen, scene, skeleton, row, bar.top + BAR_HEIGHT);
  if (has(skeleton, row, Flag.outlivesParent)) drawOutliving(pen, scene, skeleton, row, bar);
  const isRunning = has(skeleton, row, Flag.running);
  const isTinted = quiet || isRunning || status === 'cancelled';
  const tint = failed || isRunning ? 'hatched' : 'plain';
  drawLength(pen, scene, bar, duration(us(length)), isTinted ? tint : 'solid');
}

function drawContainer(pen: Pen, scene: Scene, bar: Bar, failed: boolean): void {
  pen.globalAlpha = scene.palette.tint;
  fillBar(pen, bar);
  pen.globalAlpha = 1;
  if (failed) hatch(pen, bar, bar.fill, 1);
  pen.fillStyle = bar.fill;
  pen.fillRect(bar.left, bar.top, Math.min(2, bar.right - bar.left), BAR_HEIGHT);
}

function drawWork(pen: Pen, bar: Bar, failed: boolean): void {
  fillBar(pen, bar);
  if (failed) hatch(pen, bar, bar.on, 1);
}

/** Not over yet: accent stripes, and no right end. */
function drawRunning(pen: Pen, scene: Scene, bar: Bar): void {
  pen.globalAlpha = scene.palette.tint;
  pen.fillStyle = scene.palette.accent;
  pen.fillRect(bar.left, bar.top, bar.right - bar.left, BAR_HEIGHT);
  pen.globalAlpha = 1;
  hatch(pen, bar, scene.palette.accent, -1);
  pen.strokeStyle = scene.palette.accent;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(bar.right, bar.top + 0.5);
  pen.lineTo(bar.left + 0.5, bar.top + 0.5);
  pen.lineTo(bar.left + 0.5, bar.top + BAR_HEIGHT - 0.5);
  pen.lineTo(bar.right, bar.top + BAR_HEIGHT - 0.5);
  pen.stroke();
}

function drawHollow(pen: Pen, bar: Bar): void {
  pen.strokeStyle = bar.fill;
  pen.lineWidth = 1;
  pen.strokeRect(bar.left + 0.5, bar.top + 0.5, Math.max(1, bar.right - bar.left - 1), BAR_HEIGHT - 1);
}

/** Where the trace waited for this span and none below it: an accent line under the bar. */
function drawCritical(pen: Pen, scene: Scene, skeleton: Skeleton, row: number, y: number): void {
  const pane = timePane(scene);
  pen.fillStyle = scene.palette.accent;
  for (const { from, to } of scene.view.critical?.get(row) ?? []) {
    const left = Math.max(pane.left, xOf(scene, from * skeleton.unitUs));
    const right = Math.min(pane.left + pane.width, xOf(scene, to * skeleton.unitUs));
    if (right >= left) pen.fillRect(left, y + 1, Math.max(1, right - left), 2);
  }
}

/** The part of a child that lies behind its parent's end, as a thin line in the parent's colour. */
function drawOutliving(pen: Pen, scene: Scene, skeleton: Skeleton, row: number, bar: Bar): void {
  const parent = scene.view.parents[row] ?? NONE;
  if (parent === NONE) return;
  const parentEnd = xOf(scene, (at(skeleton.start, parent) + at(skeleton.dur, parent)) * skeleton.unitUs);
  pen.strokeStyle = scene.palette.muted;
  pen.lineWidth = 1;
  const y = bar.top + BAR_HEIGHT + 1.5;
  line(pen, Math.max(bar.left, parentEnd), y, bar.right, y);
}

function drawOutside(pen: Pen, scene: Scene, isBefore: boolean, middle: number): void {
  const pane = timePane(scene);
  const x = isBefore ? pane.left + 6 : pane.left + pane.width - 6;
  const tip = isBefore ? -2.5 : 2.5;
  pen.strokeStyle = scene.palette.faint;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(x, middle - 3);
  pen.lineTo(x + tip, middle);
  pen.lineTo(x, middle + 3);
  pen.stroke();
}

/** What a label inside the bar lies on: the bar's full colour, a tint of it, or a tint with lines. */
type Ground = 'solid' | 'plain' | 'hatched';

/** Right of the bar if there is room, else left of it, else inside on a ground on which it can be read. */
function drawLength(pen: Pen, scene: Scene, bar: Bar, text: string, ground: Ground): void {
  const pane = timePane(scene);
  const edge = pane.left + pane.width - 4;
  const width = widthOf(pen, FIGURE_FONT, text);
  const middle = bar.top + BAR_HEIGHT / 2 + 0.5;
  pen.fillStyle = scene.palette.muted;
  if (bar.right + LABEL_GAP + width <= edge) {
    pen.fillText(text, bar.right + LABEL_GAP, middle);
    return;
  }
  if (bar.left - LABEL_GAP - width >= pane.left) {
    pen.fillText(text, bar.left - LABEL_GAP - width, middle);
    return;
  }
  const shownLeft = Math.max(bar.left, pane.left);
  const shownRight = Math.min(bar.right, edge);
  if (shownRight - shownLeft < width + 2 * LABEL_GAP) return;
  if (ground !== 'plain') {
    pen.fillStyle = ground === 'solid' ? bar.fill : scene.palette.surface;
    pen.fillRect(shownRight - width - 2 * LABEL_GAP, bar.top, width + 2 * LABEL_GAP, BAR_HEIGHT);
  }
  pen.fillStyle = ground === 'solid' ? bar.on : scene.palette.text;
  pen.fillText(text, shownRight - width - LABEL_GAP, middle);
}

function fillBar(pen: Pen, bar: Bar): void {
  const width = bar.right - bar.left;
  pen.fillStyle = bar.fill;
  if (width < 2 * RADIUS) {
    pen.fillRect(bar.left, bar.top, width, BAR_HEIGHT);
    return;
  }
  pen.beginPath();
  pen.roundRect(bar.left, bar.top, width, BAR_HEIGHT, RADIUS);
  pen.fill();
}

/** Lines at 45 degrees inside the bar; `slope` 1 leans right, -1 left. */
function hatch(pen: Pen, bar: Bar, colour: string, slope: 1 | -1): void {
  pen.save();
  pen.beginPath();
  pen.rect(bar.left, bar.top, bar.right - bar.left, BAR_HEIGHT);
  pen.clip();
  pen.strokeStyle = colour;
  pen.globalAlpha = 0.55;
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (let x = bar.left - BAR_HEIGHT; x < bar.right; x += 5) {
    pen.moveTo(x, slope === 1 ? bar.top + BAR_HEIGHT : bar.top);
    pen.lineTo(x + BAR_HEIGHT, slope === 1 ? bar.top : bar.top + BAR_HEIGHT);
  }
  pen.stroke();
  pen.restore();
}
