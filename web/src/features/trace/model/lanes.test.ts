import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { at } from '@/shared/columns';
import { anyTrees, type Node, skeletonOf } from '../testing/skeletons';
import { packLanes } from './lanes';
import { parentsOf } from './tree';

test('two spans that run at the same time never share a lane', () => {
  fc.assert(
    fc.property(anyTrees, (trees) => {
      const skeleton = skeletonOf(sorted(trees));
      const { lane, count } = packLanes(skeleton, parentsOf(skeleton));
      for (let a = 0; a < skeleton.n; a += 1) {
        expect(at(lane, a)).toBeLessThan(count);
        for (let b = a + 1; b < skeleton.n; b += 1) {
          if (lane[a] !== lane[b] || at(skeleton.start, b) < at(skeleton.start, a)) continue;
          expect(at(skeleton.start, a) + Math.max(1, at(skeleton.dur, a))).toBeLessThanOrEqual(
            at(skeleton.start, b),
          );
        }
      }
    }),
  );
});

test('a child lies below its parent', () => {
  const skeleton = skeletonOf([{ dur: 100, children: [{ dur: 50, children: [{ dur: 10 }] }] }]);
  expect([...packLanes(skeleton, parentsOf(skeleton)).lane]).toEqual([0, 1, 2]);
});

/** As the server sends them: siblings by start. */
function sorted(trees: readonly Node[]): Node[] {
  return trees
    .map((node) => ({ ...node, children: sorted(node.children ?? []) }))
    .sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
}
