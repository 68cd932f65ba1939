/** The time that a list is about: back from now, or between two moments; written in the URL. */
import { clock } from '@/shared/format';
import { type Milliseconds, ms } from '@/shared/units';

export const RANGES: readonly [value: string, label: string][] = [
  ['', 'All time'],
  ['1h', 'Last hour'],
  ['24h', 'Last 24 hours'],
  ['7d', 'Last 7 days'],
  ['30d', 'Last 30 days'],
];

const SEPARATOR = '..';

/** What the API is asked: nothing for all time. */
export function windowOf(range: string | undefined): { since?: string; until?: string } {
  if (!range) return {};
  const [since = '', until] = range.split(SEPARATOR);
  return until === undefined ? { since } : { since, until };
}

/** `2026-11-20T18:00:00Z..2026-11-20T19:00:00Z` */
export function between(from: Milliseconds, to: Milliseconds): string {
  return `${moment(from)}${SEPARATOR}${moment(to)}`;
}

/** In the reader's own zone and words: "20 Nov 18:00 – 19:00". */
export function rangeLabel(range: string): string {
  const known = RANGES.find(([value]) => value === range);
  if (known !== undefined) return known[1];
  const [since, until] = range.split(SEPARATOR).map((text) => Date.parse(text));
  if (since === undefined || until === undefined || Number.isNaN(since) || Number.isNaN(until)) return range;
  return `${clock(ms(since))} – ${clock(ms(until))}`;
}

function moment(at: Milliseconds): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
