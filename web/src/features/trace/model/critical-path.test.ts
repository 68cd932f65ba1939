import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { at } from '@/shared/columns';
import { anyTrees, namesAt, skeletonOf } from '../testing/skeletons';
import { criticalPath } from './critical-path';

test('goes through the child that finished last, and through the parent where no child was at work', () => {
  const skeleton = skeletonOf([
    {
      name: 'root',
      dur: 100,
      children: [
        { name: 'fast', start: 10, dur: 20 },
        { name: 'slow', start: 10, dur: 60 },
      ],
    },
  ]);
  const path = criticalPath(skeleton);
  expect(namesAt(skeleton, [...path.keys()])).toEqual(['root', 'slow']);
  expect(path.get(0)).toEqual([
    { from: 70, to: 100 },
    { from: 0, to: 10 },
  ]);
});

test('follows work that came one after the other', () => {
  const skeleton = skeletonOf([
    {
      name: 'root',
      dur: 100,
      children: [
        { name: 'first', start: 0, dur: 40 },
        { name: 'second', start: 40, dur: 60 },
      ],
    },
  ]);
  expect(namesAt(skeleton, [...criticalPath(skeleton).keys()])).toEqual(['first', 'second']);
});

test('cuts a child that outlives its parent at the end of the parent', () => {
  const skeleton = skeletonOf([{ name: 'root', dur: 50, children: [{ name: 'late', start: 20, dur: 100 }] }]);
  const path = criticalPath(skeleton);
  expect(path.get(1)).toEqual([{ from: 20, to: 50 }]);
});

test('no two stretches overlap, and none lies outside its span', () => {
  fc.assert(
    fc.property(anyTrees, (trees) => {
      const skeleton = skeletonOf(trees);
      const all = [...criticalPath(skeleton)].flatMap(([row, parts]) =>
        parts.map((part) => ({ row, ...part })),
      );
      for (const { row, from, to } of all) {
        expect(from).toBeGreaterThanOrEqual(at(skeleton.start, row));
        expect(to).toBeLessThanOrEqual(at(skeleton.start, row) + at(skeleton.dur, row));
      }
      const sorted = all.toSorted((a, b) => a.from - b.from);
      sorted.slice(1).forEach((part, index) => {
        expect(part.from).toBeGreaterThanOrEqual(sorted[index]?.to ?? 0);
      });
    }),
  );
});
