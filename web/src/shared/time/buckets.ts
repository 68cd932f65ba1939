/** Every bucket of a time range, filled from the rows that the server has: an hour without news is there too. */
import { instant } from '@/shared/format';
import type { Milliseconds } from '@/shared/units';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The starts of the last `hours` hours in seconds since the epoch, the running one last. */
export function lastHours(now: Milliseconds, hours: number): number[] {
  const last = Math.floor(now / HOUR_MS) * HOUR_MS;
  return Array.from({ length: hours }, (_, index) => (last - (hours - 1 - index) * HOUR_MS) / 1000);
}

/** The starts of the last `days` days of UTC in seconds since the epoch, the running one last. */
export function lastDays(now: Milliseconds, days: number): number[] {
  const last = Math.floor(now / DAY_MS) * DAY_MS;
  return Array.from({ length: days }, (_, index) => (last - (days - 1 - index) * DAY_MS) / 1000);
}

/** The row of each bucket; undefined where nothing happened. Buckets begin where the server's do. */
export function rowsByTime<Row extends { key: string | null }>(
  times: readonly number[],
  rows: readonly Row[],
): (Row | undefined)[] {
  const known = new Map(rows.map((row) => [row.key === null ? null : instant(row.key) / 1000, row]));
  return times.map((time) => known.get(time));
}

export function valuesByHour<Row extends { key: string | null }>(
  times: readonly number[],
  rows: readonly Row[],
  value: (row: Row) => number | null,
): number[] {
  const known = new Map<number, number>();
  for (const row of rows) {
    if (row.key === null) continue;
    const hour = Math.floor(instant(row.key) / HOUR_MS) * 3600;
    known.set(hour, (known.get(hour) ?? 0) + (value(row) ?? 0));
  }
  return times.map((time) => known.get(time) ?? 0);
}
