/** Text that fits: cut with an ellipsis, measured once. */
import type { Pen } from './pen';

/** By font, because asking the context which font is set makes it write the name anew each time. */
const widths = new Map<string, Map<string, number>>();
const MOST_REMEMBERED = 20_000;

/** The width of a text in `font`, which must be the one that is set. */
export function widthOf(pen: Pen, font: string, text: string): number {
  let known = widths.get(font);
  if (known === undefined || known.size > MOST_REMEMBERED) {
    known = new Map();
    widths.set(font, known);
  }
  const remembered = known.get(text);
  if (remembered !== undefined) return remembered;
  const width = pen.measureText(text).width;
  known.set(text, width);
  return width;
}

/** Fonts that load later have other widths. */
export function forgetWidths(): void {
  widths.clear();
}

/** The longest start of `text` that fits into `room`, with an ellipsis where something is missing. */
export function fitted(pen: Pen, font: string, text: string, room: number): string {
  if (room <= 0) return '';
  if (widthOf(pen, font, text) <= room) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (widthOf(pen, font, `${text.slice(0, middle)}…`) <= room) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${text.slice(0, low)}…`;
}
