import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyTrees, failedRun, namesAt, skeletonOf } from '../testing/skeletons';
import { find, firstFrom, merge, nextIn, placeIn } from './find';

test('finds names, kinds by their words, agents, models and states, whatever the case', () => {
  const skeleton = failedRun();
  expect(namesAt(skeleton, find(skeleton, 'LEDGER'))).toEqual(['ledger_query']);
  expect(namesAt(skeleton, find(skeleton, 'tool'))).toEqual(['ledger_query']);
  expect(namesAt(skeleton, find(skeleton, 'gpt-5'))).toEqual(['gpt-5-mini']);
  expect(namesAt(skeleton, find(skeleton, 'error'))).toEqual(['checkout-bot run', 'ledger_query']);
  expect(find(skeleton, '  ')).toHaveLength(0);
});

test('finds exactly the rows whose name holds the words', () => {
  fc.assert(
    fc.property(anyTrees, (trees) => {
      const skeleton = skeletonOf(trees);
      const rows = Array.from({ length: skeleton.n }, (_, row) => row);
      expect([...find(skeleton, 'earc')]).toEqual(
        rows.filter((row) => namesAt(skeleton, [row])[0] === 'search'),
      );
    }),
  );
});

test('goes to the next and the previous hit and round at the ends', () => {
  const rows = Uint32Array.from([2, 5, 9]);
  expect(nextIn(rows, 5, 1)).toBe(2);
  expect(nextIn(rows, 9, 1)).toBe(0);
  expect(nextIn(rows, 2, -1)).toBe(2);
  expect(nextIn(rows, 6, -1)).toBe(1);
  expect(nextIn(rows, -1, 1)).toBe(0);
  expect(nextIn(new Uint32Array(0), 1, 1)).toBe(-1);
});

test('knows the place of a hit among all', () => {
  const rows = Uint32Array.from([2, 5, 9]);
  expect(placeIn(rows, 5)).toBe(1);
  expect(placeIn(rows, 6)).toBe(-1);
  expect(firstFrom(rows, 10)).toBe(3);
});

test('merges two lists of hits without doubles, in order', () => {
  expect([...merge(Uint32Array.from([1, 10, 30]), Uint32Array.from([2, 10]))]).toEqual([1, 2, 10, 30]);
});
