/** One whole frame of the waterfall. */
import { firstFrom } from '../model/find';
import { drawBars } from './bars';
import { drawGrid, drawHeader } from './header';
import { line, type Pen } from './pen';
import { HEADER_HEIGHT, type Scene, type Visible, visiblePart, yOf } from './scene';
import { drawTree } from './tree-pane';

const NO_MATCH: ReadonlySet<number> = new Set();

export function drawFrame(pen: Pen, scene: Scene): void {
  const visible = visiblePart(scene);
  pen.fillStyle = scene.palette.surface;
  pen.fillRect(0, 0, scene.width, scene.height);
  drawRowBackgrounds(pen, scene, visible);
  drawGrid(pen, scene);
  drawBars(pen, scene, visible);
  drawTree(pen, scene, visible, visibleMatches(scene, visible));
  drawHeader(pen, scene, visible);
  pen.strokeStyle = scene.palette.border;
  pen.lineWidth = 1;
  line(pen, scene.treeWidth - 0.5, 0, scene.treeWidth - 0.5, scene.height);
  if (scene.drag !== null) drawDrag(pen, scene, scene.drag);
}

function drawRowBackgrounds(pen: Pen, scene: Scene, visible: Visible): void {
  for (let position = visible.first; position < visible.last; position += 1) {
    const row = scene.view.rowAt(position);
    const isSelected = row === scene.view.selected;
    if (!isSelected && row !== scene.hovered) continue;
    const top = yOf(scene, position);
    pen.fillStyle = isSelected ? scene.palette.selection : scene.palette.hover;
    pen.fillRect(0, top, scene.width, scene.view.rowHeight);
    if (!isSelected) continue;
    pen.fillStyle = scene.palette.accent;
    pen.fillRect(0, top, 2, scene.view.rowHeight);
  }
}

function visibleMatches(scene: Scene, visible: Visible): ReadonlySet<number> {
  const { matches } = scene.view;
  if (matches.length === 0) return NO_MATCH;
  const first = firstFrom(matches, scene.view.rowAt(visible.first));
  const last = firstFrom(matches, scene.view.rowAt(visible.last - 1) + 1);
  return new Set(matches.subarray(first, last));
}

function drawDrag(pen: Pen, scene: Scene, drag: { from: number; to: number }): void {
  const left = Math.min(drag.from, drag.to);
  const width = Math.abs(drag.to - drag.from);
  pen.globalAlpha = 0.18;
  pen.fillStyle = scene.palette.accent;
  pen.fillRect(left, 0, width, scene.height);
  pen.globalAlpha = 1;
  pen.fillRect(left, HEADER_HEIGHT - 2, width, 2);
}
