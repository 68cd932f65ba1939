/** The left column: chevrons, glyphs, names, and how many spans lie below. */
import { at, Flag, has, type Skeleton } from '@/shared/columns';
import { count } from '@/shared/format';
import { type Kind, kindOf } from '@/shared/kinds';
import { isParent, subtreeSize } from '../model/tree';
import { GLYPH_SIZE, type Palette } from './palette';
import { line, type Pen } from './pen';
import { BODY_FONT, FIGURE_FONT, indentOf, type Scene, TO_GLYPH, TO_NAME, type Visible, yOf } from './scene';
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
  const rows: Row[] = [];
  for (let position = visible.first; position < visible.last; position += 1) {
    const row = scene.view.rowAt(position);
    rows.push({
      row,
      middle: yOf(scene, position) + scene.view.rowHeight / 2,
      indent: indentOf(scene, at(skeleton.depth, row), visible.baseDepth),
    });
  }
  // one font after the other: setting a font costs more than the text
  pen.font = FIGURE_FONT;
  const taken = rows.map((each) => drawBelow(pen, scene, skeleton, each));
  pen.font = BODY_FONT;
  rows.forEach((each, index) => {
    drawName(pen, scene, skeleton, each, taken[index] ?? 0, matches.has(each.row));
  });
  for (const each of rows) drawSigns(pen, scene, skeleton, each);
  pen.restore();
}

interface Row {
  readonly row: number;
  readonly middle: number;
  readonly indent: number;
}

function drawSigns(pen: Pen, scene: Scene, skeleton: Skeleton, { row, middle, indent }: Row): void {
  if (has(skeleton, row, Flag.error)) drawCross(pen, scene, middle);
  if (isParent(skeleton, row)) drawChevron(pen, scene, indent + 5, middle, scene.view.folded[row] === 1);
  const kind = kindOf(skeleton.kinds[at(skeleton.kind, row)] ?? '');
  drawGlyph(pen, scene.palette.glyph[kind], scene.palette.kind[kind], indent + TO_GLYPH, middle);
}

function drawName(
  pen: Pen,
  scene: Scene,
  skeleton: Skeleton,
  { row, middle, indent }: Row,
  taken: number,
  matches: boolean,
): void {
  const left = indent + TO_NAME;
  const name = skeleton.names[at(skeleton.name, row)] ?? '';
  const text = fitted(pen, BODY_FONT, name, scene.treeWidth - left - taken - 12);
  if (matches) {
    pen.fillStyle = scene.palette.match;
    const height = scene.view.rowHeight - 6;
    pen.fillRect(left - 2, middle - height / 2, widthOf(pen, BODY_FONT, text) + 4, height);
  }
  pen.fillStyle = nameColour(scene, row, has(skeleton, row, Flag.error));
  pen.fillText(text, left, middle + 0.5);
}

function nameColour({ palette, view }: Scene, row: number, failed: boolean): string {
  const isForced = palette.selectedText !== palette.text;
  if (row === view.selected && isForced) return palette.selectedText;
  return failed ? palette.errorText : palette.text;
}

/** The number of spans below at the right; returns the room it takes. */
function drawBelow(pen: Pen, scene: Scene, skeleton: Skeleton, { row, middle }: Row): number {
  const size = subtreeSize(skeleton, row);
  if (size === 0) return 0;
  const text = count(size);
  const width = widthOf(pen, FIGURE_FONT, text);
  pen.fillStyle = scene.palette.muted;
  pen.fillText(text, scene.treeWidth - width - 8, middle + 0.5);
  return width + 8;
}

/** From a picture where there is one: stroking the path anew for each row is most of a frame. */
function drawGlyph(
  pen: Pen,
  glyph: Palette['glyph'][Kind],
  colour: string,
  left: number,
  middle: number,
): void {
  const picture = glyph.picture(colour);
  if (picture !== null) pen.drawImage(picture, left, middle - GLYPH_SIZE / 2, GLYPH_SIZE, GLYPH_SIZE);
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
