import { expect, test } from 'vitest';
import type { PerformanceRow } from '@/shared/api/types';
import { heatOf, strength } from './heat';

const NOON = Date.parse('2026-11-20T12:00:00Z') / 1000;

function aRow(key: string, spread: [octave: number, spans: number][]): PerformanceRow {
  return {
    key,
    spans: 0,
    errors: 0,
    p50_us: null,
    p90_us: null,
    p95_us: null,
    p99_us: null,
    mean_us: null,
    max_us: null,
    spread: spread.map(([octave, spans]) => ({
      from_us: 2 ** octave / 1000,
      to_us: 2 ** (octave + 1) / 1000,
      spans,
    })),
  };
}

test('every duration between the shortest and the longest has a row', () => {
  const heat = heatOf(
    [NOON, NOON + 3600],
    [aRow('2026-11-20T13:00:00Z', [[30, 5]]), aRow('2026-11-20T12:00:00Z', [[27, 2]])], // biome-ignore format: a row each
  );
  expect(heat.edges).toHaveLength(4);
  expect(heat.edges[0]).toBeCloseTo(2 ** 27 / 1000);
  expect(heat.cells).toEqual([
    { column: 0, row: 0, spans: 2 },
    { column: 1, row: 3, spans: 5 },
  ]);
  expect(heat.most).toBe(5);
});

test('nothing in the time is nothing to draw', () => {
  expect(heatOf([NOON], [])).toEqual({ times: [NOON], edges: [], cells: [], most: 0 });
});

test('one span beside thousands is still seen', () => {
  expect(strength(1, 10_000)).toBe(0.1);
  expect(strength(10_000, 10_000)).toBe(1);
  expect(strength(0, 10)).toBe(0);
});
