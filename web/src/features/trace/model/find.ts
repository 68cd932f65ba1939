/** Finding in a trace by what the columns hold: names, kinds, agents, models, statuses. */
import { at, type Numbers, type Skeleton } from '@/shared/columns';
import { kindWord } from '@/shared/kinds';

/** Rows that match, ascending. Each dictionary is asked once, not each span: 100,000 spans take a few milliseconds. */
export function find(skeleton: Skeleton, query: string): Uint32Array {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return new Uint32Array(0);
  const tests: [Numbers, Uint8Array][] = [
    [skeleton.name, hitsIn(skeleton.names, wanted)],
    [skeleton.agent, hitsIn(skeleton.agents, wanted)],
    [skeleton.model, hitsIn(skeleton.models, wanted)],
    [skeleton.kind, hitsIn(skeleton.kinds, wanted, kindWord)],
    [skeleton.status, hitsIn(skeleton.statuses, wanted)],
  ];
  const useful = tests.filter(([, hits]) => hits.includes(1));
  const found = new Uint32Array(skeleton.n);
  let count = 0;
  for (let row = 0; row < skeleton.n; row += 1) {
    if (!useful.some(([column, hits]) => hits[at(column, row)] === 1)) continue;
    found[count] = row;
    count += 1;
  }
  return found.slice(0, count);
}

/** Two ascending lists as one, without doubles. */
export function merge(a: Uint32Array, b: Uint32Array): Uint32Array {
  return Uint32Array.from(new Set([...a, ...b])).sort();
}

/** The index in ascending `rows` of the next one after `row` (forward) or before it, going round at the ends. */
export function nextIn(rows: Uint32Array, row: number, direction: 1 | -1): number {
  if (rows.length === 0) return -1;
  const index = direction === 1 ? firstFrom(rows, row + 1) : firstFrom(rows, Math.max(0, row)) - 1;
  return (index + rows.length) % rows.length;
}

function hitsIn(
  words: readonly string[],
  wanted: string,
  as: (word: string) => string = (word) => word,
): Uint8Array {
  return Uint8Array.from(words, (word) => (as(word).toLowerCase().includes(wanted) ? 1 : 0));
}

/** Where `row` stands among ascending `rows`, or -1. */
export function placeIn(rows: Uint32Array, row: number): number {
  const place = firstFrom(rows, row);
  return rows[place] === row ? place : -1;
}

/** The index of the first of ascending `rows` that is not before `row`; their number when there is none. */
export function firstFrom(rows: Uint32Array, row: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
