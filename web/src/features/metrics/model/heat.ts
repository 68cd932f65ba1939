/** How long spans took, over time: one column a bucket of time, one row a power of two. */
import type { PerformanceRow } from '@/shared/api/types';
import { rowsByTime } from '@/shared/time/buckets';

export interface HeatCell {
  readonly column: number;
  /** From the bottom up: the shortest durations at 0. */
  readonly row: number;
  readonly spans: number;
}

export interface Heat {
  readonly times: readonly number[];
  /** Where each row begins, in microseconds, ascending. */
  readonly edges: readonly number[];
  readonly cells: readonly HeatCell[];
  readonly most: number;
}

export function heatOf(times: readonly number[], rows: readonly PerformanceRow[]): Heat {
  const spreads = rowsByTime(times, rows).map((row) => row?.spread ?? []);
  const known = spreads.flat().map((bucket) => Math.round(Math.log2(bucket.from_us)));
  if (known.length === 0) return { times, edges: [], cells: [], most: 0 };
  const lowest = known.reduce((least, each) => Math.min(least, each));
  const highest = known.reduce((most, each) => Math.max(most, each));
  const first =
    spreads.flat().find((bucket) => Math.round(Math.log2(bucket.from_us)) === lowest)?.from_us ?? 1;
  const edges = Array.from({ length: highest - lowest + 1 }, (_, index) => first * 2 ** index);
  const cells = spreads.flatMap((spread, column) =>
    spread.map(({ from_us, spans }) => ({ column, row: Math.round(Math.log2(from_us)) - lowest, spans })),
  );
  return { times, edges, cells, most: Math.max(0, ...cells.map((cell) => cell.spans)) };
}

/** Few spans beside many must still be seen: the root of the share, and never less than a tenth. */
export function strength(spans: number, most: number): number {
  return spans === 0 || most === 0 ? 0 : Math.max(0.1, Math.sqrt(spans / most));
}
