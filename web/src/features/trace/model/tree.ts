/** The tree inside the columns: parents, what folding hides, where a row is on the screen. Jumps, never row objects. */
import { at, type Skeleton } from '@/shared/columns';
import { isContainer, kindOf } from '@/shared/kinds';

export const NONE = -1;

/** Each row's parent, -1 at the root. One pass: the ancestors of a row are the rows whose subtree is still open. */
export function parentsOf(skeleton: Skeleton): Int32Array {
  const parents = new Int32Array(skeleton.n).fill(NONE);
  for (let row = 1; row < skeleton.n; row += 1) {
    let candidate = row - 1;
    while (candidate !== NONE && at(skeleton.end, candidate) <= row) candidate = parents[candidate] ?? NONE;
    parents[row] = candidate;
  }
  return parents;
}

export function isParent(skeleton: Skeleton, row: number): boolean {
  return at(skeleton.end, row) > row + 1;
}

/** Holds work rather than does it: by its type, or because it has no type of its own and there are spans below. */
export function isQuiet(skeleton: Skeleton, row: number): boolean {
  const type = skeleton.kinds[at(skeleton.kind, row)] ?? '';
  return isContainer(type) || (kindOf(type) === 'other' && isParent(skeleton, row));
}

export function subtreeSize(skeleton: Skeleton, row: number): number {
  return at(skeleton.end, row) - row - 1;
}

/**
 * Writes the rows that are visible into `out` and returns how many: a folded row is a jump to its end, and so is one
 * that is not to be kept (everything above a kept row must be kept).
 */
export function visibleRows(
  skeleton: Skeleton,
  folded: Uint8Array,
  out: Uint32Array,
  keep?: Uint8Array,
): number {
  let count = 0;
  for (let row = 0; row < skeleton.n; ) {
    if (keep !== undefined && keep[row] === 0) {
      row = at(skeleton.end, row);
      continue;
    }
    out[count] = row;
    count += 1;
    row = folded[row] === 1 ? at(skeleton.end, row) : row + 1;
  }
  return count;
}

/** The position of `row` among the first `count` visible rows, else of the nearest one before it; -1 if there is none. */
export function positionOf(rows: Uint32Array, count: number, row: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? 0) <= row) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Opens every ancestor of `row`. Returns whether anything was folded. */
export function reveal(parents: Int32Array, folded: Uint8Array, row: number): boolean {
  let changed = false;
  for (let above = parents[row] ?? NONE; above !== NONE; above = parents[above] ?? NONE) {
    if (folded[above] === 1) changed = true;
    folded[above] = 0;
  }
  return changed;
}

/** The deepest depth at which a visible parent is open, or -1 when everything is folded. */
export function deepestOpen(skeleton: Skeleton, folded: Uint8Array): number {
  return extremeDepth(skeleton, folded, 0, Math.max, -1);
}

/** The shallowest depth at which a visible parent is folded, or -1 when nothing is. */
export function shallowestFolded(skeleton: Skeleton, folded: Uint8Array): number {
  return extremeDepth(skeleton, folded, 1, Math.min, -1);
}

/** Folds (1) or unfolds (0) every parent at `depth`. */
export function setDepth(skeleton: Skeleton, folded: Uint8Array, depth: number, value: 0 | 1): void {
  for (let row = 0; row < skeleton.n; row += 1) {
    if (at(skeleton.depth, row) === depth && isParent(skeleton, row)) folded[row] = value;
  }
}

/** Opens everything above `depth` and folds everything at it. */
export function foldToDepth(skeleton: Skeleton, folded: Uint8Array, depth: number): void {
  for (let row = 0; row < skeleton.n; row += 1) {
    folded[row] = at(skeleton.depth, row) >= depth && isParent(skeleton, row) ? 1 : 0;
  }
}

/** The ancestors of `row`, outermost first. */
export function ancestorsOf(parents: Int32Array, row: number): number[] {
  const path: number[] = [];
  for (let above = parents[row] ?? NONE; above !== NONE; above = parents[above] ?? NONE) path.push(above);
  return path.reverse();
}

/** The place of `row` among its siblings and how many they are, both for screen readers (from 1). */
export function placeAmongSiblings(
  skeleton: Skeleton,
  parents: Int32Array,
  row: number,
): [place: number, of: number] {
  const parent = parents[row] ?? NONE;
  const end = parent === NONE ? skeleton.n : at(skeleton.end, parent);
  let place = 0;
  let total = 0;
  for (let sibling = parent + 1; sibling < end; sibling = at(skeleton.end, sibling)) {
    total += 1;
    if (sibling === row) place = total;
  }
  return [place, total];
}

function extremeDepth(
  skeleton: Skeleton,
  folded: Uint8Array,
  wanted: 0 | 1,
  pick: (a: number, b: number) => number,
  none: number,
): number {
  let found = none;
  for (let row = 0; row < skeleton.n; ) {
    const isFolded = folded[row] === 1;
    if (isParent(skeleton, row) && (wanted === 1) === isFolded) {
      const depth = at(skeleton.depth, row);
      found = found === none ? depth : pick(found, depth);
    }
    row = isFolded ? at(skeleton.end, row) : row + 1;
  }
  return found;
}
