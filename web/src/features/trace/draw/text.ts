/** Text that fits: cut with an ellipsis, measured once. */
import type { Pen } from './pen';

const widths = new Map<string, number>();
const MOST_REMEMBERED = 20_000;

export function widthOf(pen: Pen, text: string): number {
  const key = `${pen.font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size > MOST_REMEMBERED) widths.clear();
  const width = pen.measureText(text).width;
  widths.set(key, width);
  return width;
}

/** Fonts that load later have other widths. */
export function forgetWidths(): void {
  widths.clear();
}

/** The longest start of `text` that fits into `room`, with an ellipsis where something is missing. */
export function fitted(pen: Pen, text: string, room: number): string {
  if (room <= 0) return '';
  if (widthOf(pen, text) <= room) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (widthOf(pen, `${text.slice(0, middle)}…`) <= room) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${text.slice(0, low)}…`;
}
