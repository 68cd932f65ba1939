/** Packs spans into lanes for the minimap: depth is not a lane, parallel siblings would overdraw each other. */
import { at, type Skeleton } from '@/shared/columns';

export interface Lanes {
  readonly lane: Uint32Array;
  readonly count: number;
}

/** A span that finds no free lane among so many shares the last one it tried. */
const MOST_TRIED = 64;

/**
 * Gives each row the first lane below its parent's that is free when it starts. Rows come in pre-order with siblings
 * by start, so one pass is enough: O(rows).
 */
export function packLanes(skeleton: Skeleton, parents: Int32Array): Lanes {
  const lane = new Uint32Array(skeleton.n);
  const freeAt: number[] = [];
  let count = 0;
  for (let row = 0; row < skeleton.n; row += 1) {
    const parent = parents[row] ?? -1;
    const start = at(skeleton.start, row);
    let here = parent === -1 ? 0 : (lane[parent] ?? 0) + 1;
    const last = here + MOST_TRIED;
    while (here < last && (freeAt[here] ?? 0) > start) here += 1;
    lane[row] = here;
    freeAt[here] = Math.max(freeAt[here] ?? 0, start + Math.max(1, at(skeleton.dur, row)));
    count = Math.max(count, here + 1);
  }
  return { lane, count };
}
