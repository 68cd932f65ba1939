/** The ranges on the way to the one that is shown, widest first: where "back" goes. */

import type { Microseconds } from '@/shared/units';
import { isWhole, type TimeWindow } from './time-window';

/** The trail after leaving `left` for a range inside it. The whole trace is always its unwritten beginning. */
export function entered(trail: readonly TimeWindow[], left: TimeWindow, total: Microseconds): TimeWindow[] {
  const last = trail.at(-1);
  const isKnown = last !== undefined && isSame(last, left);
  return isWhole(left, total) || isKnown ? [...trail] : [...trail, left];
}

/** Ranges that do not contain what is shown, or are just that, are no way back. */
export function pruned(trail: readonly TimeWindow[], shown: TimeWindow): readonly TimeWindow[] {
  const kept = trail.filter((each) => contains(each, shown) && !isSame(each, shown));
  return kept.length === trail.length ? trail : kept;
}

export function isSame(a: TimeWindow, b: TimeWindow): boolean {
  return a.from === b.from && a.to === b.to;
}

function contains(outer: TimeWindow, inner: TimeWindow): boolean {
  return outer.from <= inner.from && outer.to >= inner.to;
}
