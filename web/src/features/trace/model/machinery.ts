/** Folding a framework's machinery away: the columns without its spans, their children in their place. */
import { Flag, has, type Numbers, type Skeleton } from '@/shared/columns';
import { placeIn } from './find';
import { NONE } from './tree';

export interface Listed {
  /** What is listed. Everything that works on a skeleton works on it. */
  readonly skeleton: Skeleton;
  /** Where each of its rows stands in the whole; null where they are the same. */
  readonly rows: Uint32Array | null;
}

/** Internal spans that did not fail: what failed is always listed. */
function isMachinery(skeleton: Skeleton, row: number): boolean {
  return has(skeleton, row, Flag.internal) && !has(skeleton, row, Flag.error);
}

/** How many spans can be folded away: none where nothing would be left to see. */
export function countMachinery(skeleton: Skeleton): number {
  let count = 0;
  for (let row = 0; row < skeleton.n; row += 1) if (isMachinery(skeleton, row)) count += 1;
  return count === skeleton.n ? 0 : count;
}

export function everything(skeleton: Skeleton): Listed {
  return { skeleton, rows: null };
}

/** One pass over the rows, one over each column; the same skeleton where there is nothing to fold away. */
export function withoutMachinery(skeleton: Skeleton): Listed {
  const hidden = countMachinery(skeleton);
  if (hidden === 0) return everything(skeleton);
  const rows = new Uint32Array(skeleton.n - hidden);
  /** Of each row of the whole: how many listed rows stand before it, and how many folded ones are above it. */
  const before = new Uint32Array(skeleton.n + 1);
  const above = new Uint32Array(skeleton.n);
  const steps = new Int32Array(skeleton.n + 1);
  let open = 0;
  let count = 0;
  for (let row = 0; row < skeleton.n; row += 1) {
    open += steps[row] ?? 0;
    above[row] = open;
    before[row] = count;
    if (isMachinery(skeleton, row)) {
      const end = skeleton.end[row] ?? 0;
      steps[row + 1] = (steps[row + 1] ?? 0) + 1;
      steps[end] = (steps[end] ?? 0) - 1;
    } else {
      rows[count] = row;
      count += 1;
    }
  }
  before[skeleton.n] = count;
  const depth = pick(skeleton.depth, rows);
  const end = pick(skeleton.end, rows);
  for (let place = 0; place < count; place += 1) {
    depth[place] = (depth[place] ?? 0) - (above[rows[place] ?? 0] ?? 0);
    end[place] = before[end[place] ?? 0] ?? 0;
  }
  return { skeleton: { ...taken(skeleton, rows), n: count, depth, end }, rows };
}

/** Of these rows of the whole (ascending) those that are listed, by their places in the list. */
export function placesOf(wholeRows: Uint32Array, rows: Uint32Array): Uint32Array {
  const places = new Uint32Array(wholeRows.length);
  let count = 0;
  for (const row of wholeRows) {
    const place = placeIn(rows, row);
    if (place === NONE) continue;
    places[count] = place;
    count += 1;
  }
  return places.slice(0, count);
}

function taken(skeleton: Skeleton, rows: Uint32Array): Skeleton {
  const of = (column: Numbers) => pick(column, rows);
  return {
    ...skeleton,
    seq: of(skeleton.seq),
    name: of(skeleton.name),
    kind: of(skeleton.kind),
    status: of(skeleton.status),
    agent: of(skeleton.agent),
    model: of(skeleton.model),
    start: of(skeleton.start),
    dur: of(skeleton.dur),
    tin: of(skeleton.tin),
    tout: of(skeleton.tout),
    costMicro: of(skeleton.costMicro),
    flags: of(skeleton.flags),
  };
}

/** Indexed here and not by `at`, which is asked for every kind of array and therefore slow in loops this long. */
function pick(column: Numbers, rows: Uint32Array): Numbers {
  const picked = column.slice(0, rows.length);
  for (let place = 0; place < rows.length; place += 1) picked[place] = column[rows[place] ?? 0] ?? 0;
  return picked;
}
