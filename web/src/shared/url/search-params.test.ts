import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listOf, oneOf, parseSearch, writeSearch } from './search-params';

test('a filter is readable in the address', () => {
  expect(writeSearch({ f: ['status:error', 'agent:planner'], q: 'cart' })).toBe(
    '?f=status:error&f=agent:planner&q=cart',
  );
});

test('nothing leaves nothing behind', () => {
  expect(writeSearch({ f: [], q: undefined, t: '' })).toBe('');
});

test('a number that was written is read as text, never as a number', () => {
  expect(oneOf(parseSearch('?span=0042').span)).toBe('0042');
});

test('whatever is written is read back', () => {
  const values = fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(values, (f) => {
      expect(listOf(parseSearch(writeSearch({ f })).f)).toEqual(f);
    }),
  );
});
