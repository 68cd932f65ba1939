/** A part of a histogram, chosen with the pointer or the keyboard. */

/** Two ends of a brush, as indexes of bars, the earlier first. */
export interface Brush {
  readonly first: number;
  readonly last: number;
}

export function brushOf(a: number, b: number): Brush {
  return { first: Math.min(a, b), last: Math.max(a, b) };
}

/** The bar under a place of the picture, from 0 at its left edge to 1 at its right. */
export function barAt(share: number, bars: number): number {
  return Math.min(bars - 1, Math.max(0, Math.floor(share * bars)));
}
