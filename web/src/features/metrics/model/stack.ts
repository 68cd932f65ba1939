/** The parts of a sum over time: those that cost most by name, and the rest of it as one. */
import type { CostRow } from '@/shared/api/types';
import { rowsByTime } from '@/shared/time/buckets';

/** More colours cannot be told apart. */
export const MOST_PARTS = 5;
const TOKENS = ['kind-llm', 'kind-agent', 'kind-tool', 'kind-data', 'kind-handoff'];

export interface Part {
  readonly label: string;
  readonly token: string;
  readonly values: number[];
}

/** The groups that are drawn by name: what costs nothing is not. */
export function namedKeys(rows: readonly CostRow[]): string[] {
  return rows
    .filter((row) => row.key !== null && row.total_cost_usd > 0)
    .slice(0, MOST_PARTS)
    .map((row) => row.key ?? '');
}

/** From the bottom up. What belongs to no named group is "other", left out where it is nothing. */
export function stacked(
  times: readonly number[],
  whole: readonly CostRow[],
  named: readonly { key: string; rows: readonly CostRow[] }[],
): Part[] {
  const costs = (rows: readonly CostRow[]) => rowsByTime(times, rows).map((row) => row?.total_cost_usd ?? 0);
  const parts = named.map(({ key, rows }, index) => ({
    label: key,
    token: TOKENS[index] ?? 'kind-other',
    values: costs(rows),
  }));
  const rest = costs(whole).map((sum, index) => {
    const left = parts.reduce((held, part) => held - (part.values[index] ?? 0), sum);
    return left > sum * 1e-9 ? left : 0;
  });
  if (rest.every((value) => value === 0)) return parts;
  return [{ label: parts.length === 0 ? 'all' : 'other', token: 'kind-other', values: rest }, ...parts];
}
