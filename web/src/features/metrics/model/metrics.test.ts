import { describe, expect, test } from 'vitest';
import type { CostRow } from '@/shared/api/types';
import { ms } from '@/shared/units';
import { bucketsOf, COST_GROUPS, chosenGroup, chosenRange, chosenTab, RANGES } from './choices';
import { namedKeys, stacked } from './stack';
import { tracesWith } from './traces-with';

const row = (key: string | null, cost: number): CostRow =>
  ({ key, total_cost_usd: cost, total_tokens: 0, model_calls: 1 }) as CostRow;
const HOUR = 3600;
const NOON = Date.UTC(2026, 10, 20, 12) / 1000;
const at = (hoursAgo: number) => new Date((NOON - hoursAgo * HOUR) * 1000).toISOString();

describe('the parts of a cost', () => {
  test('are the named groups from the bottom up and what is left as other', () => {
    const times = [NOON - HOUR, NOON];
    const parts = stacked(
      times,
      [row(at(1), 5), row(at(0), 2)],
      [{ key: 'gpt-5', rows: [row(at(1), 3), row(at(0), 2)] }],
    );
    expect(parts.map(({ label, values }) => [label, values])).toEqual([
      ['other', [2, 0]],
      ['gpt-5', [3, 2]],
    ]);
  });

  test('leave out what costs nothing, and "other" where nothing is left', () => {
    expect(namedKeys([row('a', 2), row(null, 1), row('b', 0)])).toEqual(['a']);
    expect(stacked([NOON], [row(at(0), 2)], [{ key: 'a', rows: [row(at(0), 2)] }])).toHaveLength(1);
  });
});

describe('the URL of the metrics page', () => {
  test('falls back to what is usual where it names nothing of ours', () => {
    expect(chosenTab({ tab: 'horoscope' })).toBe('costs');
    expect(chosenRange({ range: '3 moons' }).since).toBe('7d');
    expect(chosenGroup(COST_GROUPS, 'shoe size')).toBe('model');
    expect(chosenGroup(COST_GROUPS, 'user')).toBe('user');
  });

  test('every range has as many buckets as it says, the running one last', () => {
    for (const range of RANGES) {
      const times = bucketsOf(range, ms(NOON * 1000 + 1));
      expect(times).toHaveLength(range.buckets);
      expect(times.at(-1)).toBe(range.bucket === 'hour' ? NOON : NOON - 12 * HOUR);
    }
  });
});

test.each([
  ['model', 'gpt-5.5', 'model:gpt-5.5'],
  ['agent', 'the planner', 'agent:"the planner"'],
  ['span_type', 'llm_call', 'type:llm_call'],
  ['name', 'execute_tool fetch', '"execute_tool fetch"'],
] as const)('a row by %s leads to its traces', (group, name, question) => {
  expect(tracesWith(group, name)).toBe(question);
});
