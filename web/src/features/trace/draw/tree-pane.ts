/** The left column: chevrons, glyphs, names, and how many spans lie below. */
import { at, Flag, has, type Skeleton } from '@/shared/columns';
import { count } from '@/shared/format';
import { kindOf } from '@/shared/kinds';
import { isParent, subtreeSize } from '../model/tree';
import { line, type Pen } from './pen';
import {
  BODY_FONT,
  FIGURE_FONT,
  indentOf,
  ROW_HEIGHT,
  type Scene,
  TO_GLYPH,
  TO_NAME,
  type Visible,
  yOf,
} from './scene';
import { fitted, widthOf } from './text';

export function drawTree(pen: Pen, scene: Scene, visible: Visible, matches: ReadonlySet<number>): void {
  const { skeleton } = scene.view;
  if (skeleton === null) return;
  pen.save();
  pen.beginPath();
  pen.rect(0, 0, scene.treeWidth, scene.height);
  pen.clip();
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  for (let position = visible.first; position < visible.last; position += 1) {
    const row = scene.view.rowAt(position);
    drawRow(pen, scene, skeleton, row, yOf(scene, position), visible.baseDepth, matches.has(row));
  }
  pen.restore();
}

function drawRow(
  pen: Pen,
  scene: Scene,
  skeleton: Skeleton,
  row: number,
  top: number,
  baseDepth: number,
  matches: boolean,
): void {
  const middle = top + ROW_HEIGHT / 2;
  const indent = indentOf(scene, at(skeleton.depth, row), baseDepth);
  const failed = has(skeleton, row, Flag.error);
  if (failed) drawCross(pen, scene, middle);
  if (isParent(skeleton, row)) drawChevron(pen, scene, indent + 5, middle, scene.view.folded[row] === 1);
  drawGlyph(pen, scene, skeleton, row, indent + TO_GLYPH, middle);

  const below = drawBelow(pen, scene, skeleton, row, middle);
  const left = indent + TO_NAME;
  pen.font = BODY_FONT;
  const name = skeleton.names[at(skeleton.name, row)] ?? '';
  const text = fitted(pen, name, scene.treeWidth - left - below - 12);
  if (matches) {
    pen.fillStyle = scene.palette.match;
    pen.fillRect(left - 2, top + 3, widthOf(pen, text) + 4, ROW_HEIGHT - 6);
  }
  pen.fillStyle = nameColour(scene, row, failed);
  pen.fillText(text, left, middle + 0.5);
}

function nameColour({ palette, view }: Scene, row: number, failed: boolean): string {
  const isForced = palette.selectedText !== palette.text;
  if (row === view.selected && isForced) return palette.selectedText;
  return failed ? palette.errorText : palette.text;
}

/** The number of spans below at the right; returns the room it takes. */
function drawBelow(pen: Pen, scene: Scene, skeleton: Skeleton, row: number, middle: number): number {
  const size = subtreeSize(skeleton, row);
  if (size === 0) return 0;
  pen.font = FIGURE_FONT;
  const text = count(size);
  const width = widthOf(pen, text);
  pen.fillStyle = scene.palette.muted;
  pen.fillText(text, scene.treeWidth - width - 8, middle + 0.5);
  return width + 8;
}

function drawGlyph(
  pen: Pen,
  scene: Scene,
  skeleton: Skeleton,
  row: number,
  left: number,
  middle: number,
): void {
  const kind = kindOf(skeleton.kinds[at(skeleton.kind, row)] ?? '');
  pen.save();
  pen.translate(left, middle - 7);
  pen.scale(14 / 24, 14 / 24);
  pen.lineWidth = 2;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.strokeStyle = scene.palette.kind[kind];
  pen.stroke(scene.palette.glyph[kind]);
  pen.restore();
}

function drawChevron(pen: Pen, scene: Scene, x: number, y: number, folded: boolean): void {
  pen.strokeStyle = scene.palette.muted;
  pen.lineWidth = 1.5;
  pen.beginPath();
  if (folded) {
    pen.moveTo(x - 1.5, y - 3.5);
    pen.lineTo(x + 2, y);
    pen.lineTo(x - 1.5, y + 3.5);
  } else {
    pen.moveTo(x - 3.5, y - 1.5);
    pen.lineTo(x, y + 2);
    pen.lineTo(x + 3.5, y - 1.5);
  }
  pen.stroke();
}

function drawCross(pen: Pen, scene: Scene, y: number): void {
  pen.strokeStyle = scene.palette.errorText;
  pen.lineWidth = 1.5;
  line(pen, 6, y - 3, 12, y + 3);
  line(pen, 6, y + 3, 12, y - 3);
}
