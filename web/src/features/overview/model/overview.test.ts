import { describe, expect, test } from 'vitest';
import type { CostRow, ErrorPattern } from '@/shared/api/types';
import { lastHours, valuesByHour } from '@/shared/time/buckets';
import { ms } from '@/shared/units';
import { delta, points } from './delta';
import { failingNow, MOST_PATTERNS } from './failing';
import { topModels } from './top-models';

describe('hours', () => {
  const now = ms(Date.parse('2026-11-20T18:38:29Z'));

  test('the running hour is the last', () => {
    const hours = lastHours(now, 24);
    expect(hours).toHaveLength(24);
    expect(new Date((hours[23] ?? 0) * 1000).toISOString()).toBe('2026-11-20T18:00:00.000Z');
    expect(new Date((hours[0] ?? 0) * 1000).toISOString()).toBe('2026-11-19T19:00:00.000Z');
  });

  test('hours without rows are 0, rows elsewhere and rows without an hour do not count', () => {
    const rows = [
      { key: '2026-11-20T17:00:00.000000000Z', value: 5 },
      { key: '2026-11-01T17:00:00.000000000Z', value: 7 },
      { key: null, value: 9 },
    ];
    expect(valuesByHour(lastHours(now, 3), rows, (row) => row.value)).toEqual([0, 5, 0]);
  });
});

describe('comparisons', () => {
  test('more is up with its share', () =>
    expect(delta(132.18, 117.6)).toEqual({ text: '12.4%', direction: 'up' }));
  test('less is down', () => expect(delta(6.42, 6.62)).toEqual({ text: '3.0%', direction: 'down' }));
  test('nothing before cannot be compared', () => expect(delta(5, 0)).toBeNull());
  test('shares are compared in points', () =>
    expect(points(0.0187, 0.0147)).toEqual({ text: '0.4 pt', direction: 'up' }));
  test('the same is the same', () => expect(points(0.02, 0.02).direction).toBe('same'));
});

describe('models', () => {
  const cost = (key: string, total_cost_usd: number, unknown_cost_calls = 0) =>
    ({
      key,
      total_cost_usd,
      unknown_cost_calls,
      model_calls: 1,
      total_tokens: 1,
      calls_without_usage: 0,
    }) as CostRow;

  test('the dearest five are named, the rest is one bar', () => {
    const rows = [1, 2, 3, 4, 5, 6, 7].map((value) => cost(`m${value}`, value, value === 1 ? 3 : 0));
    const top = topModels(rows);
    expect(top.map(({ name }) => name)).toEqual(['m7', 'm6', 'm5', 'm4', 'm3', '2 other models']);
    expect(top.at(-1)).toMatchObject({ cost: 3, unknownCalls: 3 });
    expect(top.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  test('one more than five is named too', () => {
    expect(topModels([1, 2, 3, 4, 5, 6].map((value) => cost(`m${value}`, value)))).toHaveLength(6);
  });

  test('what made no model calls has no cost to show', () => {
    expect(topModels([{ ...cost('', 0), model_calls: 0 }])).toEqual([]);
  });
});

describe('what fails now', () => {
  const row = (pattern: string, count: number): ErrorPattern => ({
    pattern,
    count,
    span_type: 'tool_execution',
    name: 'fetch',
    traces: 1,
    first_seen: '2026-11-20T18:00:00Z',
    last_seen: '2026-11-20T18:00:00Z',
    last_trace_id: 'a'.repeat(32),
    last_span_id: 'b'.repeat(16),
  });

  test('is compared with the same failure of the day before', () => {
    const found = failingNow([row('503', 9), row('404', 2), row('gone', 1)], [row('503', 4), row('404', 2)]);
    expect(found.map(({ trend }) => trend)).toEqual([
      { text: '▲ from 4', isWorse: true },
      { text: '= from 2', isWorse: false },
      { text: 'new', isWorse: true },
    ]);
  });

  test('is called new only once the day before is known', () => {
    expect(failingNow([row('503', 9)], undefined)[0]?.trend.text).toBe('');
  });

  test('is not called new where the day before had more failures than were asked for', () => {
    const before = Array.from({ length: MOST_PATTERNS }, (_, index) => row(`other ${index}`, 9));
    expect(failingNow([row('503', 9)], before)[0]?.trend.text).toBe('');
    expect(failingNow([row('503', 9)], before.slice(1))[0]?.trend.text).toBe('new');
  });
});
