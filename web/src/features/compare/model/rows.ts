/** What a row of two compared traces says in figures: by how much the second takes more than the first. */
import type { ComparedRow, ComparedSide } from '../api';

export interface Delta {
  readonly durationUs: number | null;
  readonly tokens: number | null;
  readonly costUsd: number | null;
}

/** Null where one of the two does not have the figure. */
export function deltaOf(row: ComparedRow): Delta {
  return {
    durationUs: less(row.after?.duration_us, row.before?.duration_us),
    tokens: less(tokensOf(row.after), tokensOf(row.before)),
    costUsd: less(row.after?.cost_usd, row.before?.cost_usd),
  };
}

export interface Placed {
  readonly row: ComparedRow;
  /** Its place in the answer of the server. */
  readonly index: number;
}

/** All rows, or those that differ with the rows above them. */
export function shownRows(rows: readonly ComparedRow[], onlyDifferences: boolean): Placed[] {
  if (!onlyDifferences) return rows.map((row, index) => ({ row, index }));
  const isShown = new Uint8Array(rows.length);
  const above: number[] = [];
  rows.forEach((row, index) => {
    above.length = row.depth;
    above.push(index);
    if (row.what === 'same') return;
    for (let level = above.length - 1; level >= 0; level--) {
      const at = above[level] ?? 0;
      if (isShown[at]) break;
      isShown[at] = 1;
    }
  });
  return rows.flatMap((row, index) => (isShown[index] ? [{ row, index }] : []));
}

/** The longer of the two traces: both are drawn on its axis. */
export function axisUs(rows: readonly ComparedRow[]): number {
  let end = 1;
  for (const { before, after } of rows) {
    for (const side of [before, after]) {
      if (side !== null) end = Math.max(end, side.offset_us + (side.duration_us ?? 0));
    }
  }
  return end;
}

function tokensOf(side: ComparedSide | null): number | null {
  if (side === null || (side.input_tokens === null && side.output_tokens === null)) return null;
  return (side.input_tokens ?? 0) + (side.output_tokens ?? 0);
}

function less(after: number | null | undefined, before: number | null | undefined): number | null {
  if (after === null || after === undefined || before === null || before === undefined) return null;
  return after - before;
}
