/** The spans that the length of the trace hangs on: walked backwards, at each moment the child that finished last. */
import { at, type Skeleton } from '@/shared/columns';
import { NONE } from './tree';

/** Times in the skeleton's units from the start of the trace. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** By row: when that row itself, and none of its children, kept the trace waiting. */
export type CriticalPath = ReadonlyMap<number, readonly Stretch[]>;

/** O(n log n). A child that is still at work when what it overlaps has begun waits beside the path, not on it. */
export function criticalPath(skeleton: Skeleton): CriticalPath {
  const found = new Map<number, Stretch[]>();
  const waiting: [row: number, since: number, until: number][] = [];
  const note = (row: number, from: number, to: number) => {
    if (row === NONE || to <= from) return;
    const before = found.get(row);
    if (before === undefined) found.set(row, [{ from, to }]);
    else before.push({ from, to });
  };
  const walk = (row: number, children: readonly number[], since: number, until: number) => {
    let cursor = until;
    for (const child of byLatestEnd(skeleton, children)) {
      const begin = at(skeleton.start, child);
      const isFirst = cursor === until;
      if (begin >= cursor || (!isFirst && endOf(skeleton, child) > cursor)) continue;
      const end = Math.min(endOf(skeleton, child), cursor);
      if (end <= since) break;
      note(row, end, cursor);
      cursor = Math.max(since, begin);
      waiting.push([child, cursor, end]);
    }
    note(row, since, cursor);
  };

  const roots = childrenBetween(skeleton, 0, skeleton.n);
  const last = roots.reduce((latest, row) => Math.max(latest, endOf(skeleton, row)), 0);
  walk(NONE, roots, 0, last);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [row, since, until] = next;
    walk(row, childrenBetween(skeleton, row + 1, at(skeleton.end, row)), since, until);
  }
  return found;
}

function endOf(skeleton: Skeleton, row: number): number {
  return at(skeleton.start, row) + at(skeleton.dur, row);
}

function childrenBetween(skeleton: Skeleton, first: number, end: number): number[] {
  const children: number[] = [];
  for (let row = first; row < end; row = at(skeleton.end, row)) children.push(row);
  return children;
}

function byLatestEnd(skeleton: Skeleton, rows: readonly number[]): readonly number[] {
  return rows.toSorted((a, b) => endOf(skeleton, b) - endOf(skeleton, a) || b - a);
}
