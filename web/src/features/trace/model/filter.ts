/** Which rows have to do with the time that is shown: those that overlap it, and everything above them. */
import { at, type Skeleton } from '@/shared/columns';
import type { TimeWindow } from './time-window';
import { NONE } from './tree';

/**
 * 1 for each row to keep. A parent's own time says nothing about its children's (they may outlive it), so each row is
 * asked; the way up stops at the first row that is kept already, which makes it one pass over all.
 */
export function rowsInWindow(skeleton: Skeleton, parents: Int32Array, window: TimeWindow): Uint8Array {
  const keep = new Uint8Array(skeleton.n);
  const from = window.from / skeleton.unitUs;
  const to = window.to / skeleton.unitUs;
  for (let row = 0; row < skeleton.n; row += 1) {
    const start = at(skeleton.start, row);
    if (start > to || start + at(skeleton.dur, row) < from) continue;
    for (let up = row; up !== NONE && keep[up] === 0; up = parents[up] ?? NONE) keep[up] = 1;
  }
  return keep;
}
