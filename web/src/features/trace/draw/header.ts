/** The strip above the rows: where we are in the tree at the left, the ruler at the right. */
import { at } from '@/shared/columns';
import { tickStep, ticks, tickText } from '../model/time-window';
import { ancestorsOf } from '../model/tree';
import { crisp, line, type Pen } from './pen';
import { FIGURE_FONT, HEADER_HEIGHT, META_FONT, type Scene, timePane, type Visible, xOf } from './scene';
import { fitted, widthOf } from './text';

const PIXELS_A_TICK = 110;
const SEPARATOR = ' › ';

/** Vertical lines behind the bars. */
export function drawGrid(pen: Pen, scene: Scene): void {
  const pane = timePane(scene);
  const { window } = scene.view;
  const step = tickStep(window.to - window.from, pane.width / PIXELS_A_TICK);
  pen.strokeStyle = scene.palette.border;
  pen.lineWidth = 1;
  for (const tick of ticks(window, step)) {
    const x = crisp(xOf(scene, tick));
    if (x > pane.left) line(pen, x, HEADER_HEIGHT, x, scene.height);
  }
}

export function drawHeader(pen: Pen, scene: Scene, visible: Visible): void {
  const { palette } = scene;
  pen.fillStyle = palette.sunken;
  pen.fillRect(0, 0, scene.width, HEADER_HEIGHT);
  drawCrumbs(pen, scene, visible);
  drawRuler(pen, scene);
  pen.strokeStyle = palette.border;
  pen.lineWidth = 1;
  line(pen, 0, HEADER_HEIGHT - 0.5, scene.width, HEADER_HEIGHT - 0.5);
}

/** The times above the bars. */
export function drawRuler(pen: Pen, scene: Scene): void {
  const pane = timePane(scene);
  const { window } = scene.view;
  const step = tickStep(window.to - window.from, pane.width / PIXELS_A_TICK);
  pen.save();
  pen.beginPath();
  pen.rect(pane.left, 0, pane.width, HEADER_HEIGHT);
  pen.clip();
  pen.font = FIGURE_FONT;
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  for (const tick of ticks(window, step)) {
    const x = xOf(scene, tick);
    pen.strokeStyle = scene.palette.border;
    line(pen, crisp(x), HEADER_HEIGHT - 6, crisp(x), HEADER_HEIGHT);
    pen.fillStyle = scene.palette.muted;
    pen.fillText(tickText(tick, step), x + 5, HEADER_HEIGHT / 2 + 0.5);
  }
  pen.restore();
}

/** The ancestors of the shallowest visible row; rows below are indented from there. */
function drawCrumbs(pen: Pen, scene: Scene, visible: Visible): void {
  pen.font = META_FONT;
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  pen.fillStyle = scene.palette.muted;
  const names = crumbNames(scene, visible);
  const room = scene.treeWidth - 16;
  const text = names.length === 0 ? 'Spans' : joined(pen, names, room);
  pen.fillText(fitted(pen, META_FONT, text, room), 8, HEADER_HEIGHT / 2 + 0.5);
}

export function crumbNames(scene: Pick<Scene, 'view'>, visible: Visible): string[] {
  const { view } = scene;
  if (view.skeleton === null || visible.baseDepth === 0) return [];
  for (let position = visible.first; position < visible.last; position += 1) {
    const row = view.rowAt(position);
    if (at(view.skeleton.depth, row) !== visible.baseDepth) continue;
    return ancestorsOf(view.parents, row).map(
      (above) => view.skeleton?.names[at(view.skeleton.name, above)] ?? '',
    );
  }
  return [];
}

/** The outermost name, how many are left out, and as many of the innermost as fit. */
function joined(pen: Pen, names: readonly string[], room: number): string {
  const all = names.join(SEPARATOR);
  if (widthOf(pen, META_FONT, all) <= room) return all;
  const [first = '', ...rest] = names;
  for (let left = 1; left < rest.length; left += 1) {
    const text = [first, `… ${left}`, ...rest.slice(left)].join(SEPARATOR);
    if (widthOf(pen, META_FONT, text) <= room) return text;
  }
  return [first, `… ${rest.length - 1}`, rest.at(-1) ?? ''].join(SEPARATOR);
}
