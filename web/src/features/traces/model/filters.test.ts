import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Filter,
  parseFilter,
  parseFilters,
  parseTyped,
  toggle,
  toParameters,
  writeFilter,
} from './filters';

test('what is typed becomes filters and the words of a name', () => {
  const typed = parseTyped('checkout status:error dur>30s agent:"the planner" bot');
  expect(typed.name).toBe('checkout bot');
  expect(typed.filters.map(writeFilter)).toEqual(['status:error', 'dur>30000ms', 'agent:the planner']);
});

test.each(['status:purple', 'colour:red', 'cost>much', 'cost>5s', 'dur>5y', 'hello'])(
  '%s is no filter',
  (text) => {
    expect(parseFilter(text)).toBeNull();
  },
);

test('filters become parameters of the API', () => {
  const filters = parseFilters([
    'status:error',
    'status:timeout',
    'cost>0.5',
    'dur>1.5m',
    'tokens>=100',
    'tag:nightly',
  ]);
  expect(toParameters(filters, 'cart')).toEqual({
    status: ['error', 'timeout'],
    min_cost_usd: 0.5,
    min_duration_ms: 90_000,
    min_tokens: 100,
    tag: 'nightly',
    name: 'cart',
  });
});

describe('toggling', () => {
  test('adds and takes away', () => {
    expect(toggle(['status:error'], 'status:ok')).toEqual(['status:error', 'status:ok']);
    expect(toggle(['status:error', 'status:ok'], 'status:ok')).toEqual(['status:error']);
  });
  test('replaces what the API takes only once', () => {
    expect(toggle(['agent:planner', 'cost>1'], 'agent:coder')).toEqual(['cost>1', 'agent:coder']);
  });
});

test('a written filter is read as the same filter', () => {
  const word: fc.Arbitrary<Filter> = fc
    .record({
      key: fc.constantFrom('agent', 'model', 'tag', 'user' as const),
      value: fc.stringMatching(/^[\w ./-]+$/),
    })
    .map(({ key, value }) => ({ kind: 'word', key: key as 'agent', value }));
  const amount: fc.Arbitrary<Filter> = fc
    .record({ key: fc.constantFrom('dur', 'tokens', 'cost'), atLeast: fc.nat(1e9) })
    .map(({ key, atLeast }) => ({ kind: 'amount', key: key as 'dur', atLeast }));
  fc.assert(
    fc.property(fc.oneof(word, amount), (filter) => {
      expect(parseFilter(writeFilter(filter))).toEqual(filter);
    }),
  );
});
