import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { at } from '@/shared/columns';
import { anyTrees, skeletonOf } from '../testing/skeletons';
import { rowsInWindow } from './filter';
import { windowOf } from './time-window';
import { parentsOf } from './tree';

test('keeps each row that overlaps the range and everything above it, and nothing else', () => {
  fc.assert(
    fc.property(anyTrees, fc.nat(1000), fc.integer({ min: 1, max: 300 }), (trees, from, length) => {
      const skeleton = skeletonOf(trees);
      const keep = rowsInWindow(skeleton, parentsOf(skeleton), windowOf(from, from + length));
      const overlaps = (row: number) =>
        at(skeleton.start, row) <= from + length && at(skeleton.start, row) + at(skeleton.dur, row) >= from;
      for (let row = 0; row < skeleton.n; row += 1) {
        const below = Array.from({ length: at(skeleton.end, row) - row }, (_, index) => row + index);
        expect(keep[row]).toBe(below.some(overlaps) ? 1 : 0);
      }
    }),
  );
});

test('keeps a parent that has ended for the sake of a child that outlives it', () => {
  const skeleton = skeletonOf([
    { dur: 100, children: [{ start: 50, dur: 500 }] },
    { start: 0, dur: 10 },
  ]);
  expect([...rowsInWindow(skeleton, parentsOf(skeleton), windowOf(300, 400))]).toEqual([1, 1, 0]);
});
