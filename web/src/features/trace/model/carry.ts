/** What stays when a trace's columns are replaced by newer ones: rows are known by their number, not by their place. */
import { at, type Skeleton } from '@/shared/columns';
import { type Microseconds, us } from '@/shared/units';
import { isParent } from './tree';

export function extent(skeleton: Skeleton): Microseconds {
  let end = 0;
  for (let row = 0; row < skeleton.n; row += 1) {
    end = Math.max(end, at(skeleton.start, row) + at(skeleton.dur, row));
  }
  return us(end * skeleton.unitUs);
}

export function rowsWithSeq(skeleton: Skeleton, wanted: ReadonlySet<number>): number[] {
  const found: number[] = [];
  for (let row = 0; row < skeleton.n; row += 1) if (wanted.has(at(skeleton.seq, row))) found.push(row);
  return found;
}

export function carryFolds(old: Skeleton | null, folded: Uint8Array, next: Skeleton): Uint8Array {
  const carried = new Uint8Array(next.n);
  if (old === null || !folded.includes(1)) return carried;
  const seqs = new Set<number>();
  folded.forEach((value, row) => {
    if (value === 1) seqs.add(at(old.seq, row));
  });
  for (const row of rowsWithSeq(next, seqs)) if (isParent(next, row)) carried[row] = 1;
  return carried;
}
