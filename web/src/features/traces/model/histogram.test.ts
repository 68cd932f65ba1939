import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barsOf, linesOf, totalOf } from '@/shared/time/bars';
import { ms } from '@/shared/units';
import { barAt, brushOf } from './brush';
import { between, rangeLabel, windowOf } from './range';

const MINUTE_US = 60_000_000;

function aHistogram(bars: [minute: number, count: number, p95Us: number | null][]) {
  return {
    since: '2026-11-20T18:00:00.000000000Z',
    until: '2026-11-20T18:10:00.000000000Z',
    width_us: MINUTE_US,
    bars: bars.map(([minute, count, p95]) => ({
      start: `2026-11-20T18:0${minute}:00.000000000Z`,
      count,
      errors: 0,
      p95_us: p95,
    })),
  };
}

test('bars without a trace are there too, each at its time', () => {
  const bars = barsOf(aHistogram([[2, 5, null]]));
  expect(bars).toHaveLength(10);
  expect(bars.map((bar) => bar.count)).toEqual([0, 0, 5, 0, 0, 0, 0, 0, 0, 0]);
  expect(bars[2]?.from).toBe(Date.parse('2026-11-20T18:02:00Z'));
  expect(barsOf({ since: null, until: null, width_us: 0, bars: [] })).toEqual([]);
});

test('the list has as many traces as all bars together', () => {
  expect(totalOf(aHistogram([[2, 5, null], [3, 7, null]]))).toBe(12); // biome-ignore format: two bars
});

test('a bar in which nothing ended breaks the line of percentiles', () => {
  const bars = barsOf(aHistogram([[0, 1, 100], [1, 1, 50], [2, 1, null], [3, 1, 100]])); // biome-ignore format: four bars
  expect(linesOf(bars, 56)).toEqual(['0.5,1 1.5,28', '3.5,1 3.5,1']);
});

test('a brush has its earlier end first and stays on the bars', () => {
  expect(brushOf(7, 2)).toEqual({ first: 2, last: 7 });
  fc.assert(
    fc.property(
      fc.double({ min: -2, max: 3, noNaN: true }),
      fc.integer({ min: 1, max: 60 }),
      (share, bars) => {
        const index = barAt(share, bars);
        expect(index >= 0 && index < bars).toBe(true);
      },
    ),
  );
});

test('a brushed range is two moments in the URL and for the API', () => {
  const range = between(ms(Date.parse('2026-11-20T18:00:00Z')), ms(Date.parse('2026-11-20T19:30:00Z')));
  expect(range).toBe('2026-11-20T18:00:00Z..2026-11-20T19:30:00Z');
  expect(windowOf(range)).toEqual({ since: '2026-11-20T18:00:00Z', until: '2026-11-20T19:30:00Z' });
  expect(rangeLabel(range)).toContain('–');
});

test('a usual range goes back from now, none is all time, and what is no range stays readable', () => {
  expect(windowOf('24h')).toEqual({ since: '24h' });
  expect(windowOf('')).toEqual({});
  expect([rangeLabel('24h'), rangeLabel('x..y')]).toEqual(['Last 24 hours', 'x..y']);
});
