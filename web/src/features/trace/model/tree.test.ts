import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from '@/shared/columns';
import { anyTrees, type Node, skeletonOf } from '../testing/skeletons';
import {
  ancestorsOf,
  deepestOpen,
  foldToDepth,
  isParent,
  NONE,
  parentsOf,
  placeAmongSiblings,
  positionOf,
  reveal,
  visibleRows,
} from './tree';

/** The same question asked of a naive tree: which rows does a reader see? */
function seen(nodes: readonly Node[], folded: Uint8Array, from = 0): { rows: number[]; next: number } {
  const rows: number[] = [];
  let row = from;
  for (const node of nodes) {
    rows.push(row);
    const below = seen(node.children ?? [], folded, row + 1);
    if (folded[row] === 0) rows.push(...below.rows);
    row = below.next;
  }
  return { rows, next: row };
}

const treesAndFolds = anyTrees.chain((trees) =>
  fc.record({
    trees: fc.constant(trees),
    folds: fc.array(fc.constantFrom(0, 1), { minLength: 400, maxLength: 400 }),
  }),
);

describe('the tree inside the columns', () => {
  test('shows the rows that a naive tree shows, whatever is folded', () => {
    fc.assert(
      fc.property(treesAndFolds, ({ trees, folds }) => {
        const skeleton = skeletonOf(trees);
        const folded = Uint8Array.from({ length: skeleton.n }, (_, row) => folds[row % folds.length] ?? 0);
        const out = new Uint32Array(skeleton.n);
        const count = visibleRows(skeleton, folded, out);
        expect([...out.subarray(0, count)]).toEqual(seen(trees, folded).rows);
      }),
    );
  });

  test('knows each parent: the nearest row above that is one level higher', () => {
    fc.assert(
      fc.property(anyTrees, (trees) => {
        const skeleton = skeletonOf(trees);
        const parents = parentsOf(skeleton);
        for (let row = 0; row < skeleton.n; row += 1) {
          const parent = parents[row] ?? NONE;
          if (parent === NONE) expect(at(skeleton.depth, row)).toBe(0);
          else expect(at(skeleton.depth, parent)).toBe(at(skeleton.depth, row) - 1);
          expect(ancestorsOf(parents, row)).toHaveLength(at(skeleton.depth, row));
        }
      }),
    );
  });

  test('finds a visible row at its position, and a hidden one at the row before it', () => {
    fc.assert(
      fc.property(treesAndFolds, ({ trees, folds }) => {
        const skeleton = skeletonOf(trees);
        const folded = Uint8Array.from({ length: skeleton.n }, (_, row) => folds[row % folds.length] ?? 0);
        const out = new Uint32Array(skeleton.n);
        const count = visibleRows(skeleton, folded, out);
        for (let row = 0; row < skeleton.n; row += 1) {
          const position = positionOf(out, count, row);
          expect(at(out, position)).toBeLessThanOrEqual(row);
          if (position + 1 < count) expect(at(out, position + 1)).toBeGreaterThan(row);
        }
      }),
    );
  });

  test('opens everything above a row and nothing else', () => {
    const skeleton = skeletonOf([{ children: [{ children: [{}] }, { children: [{}] }] }]);
    const folded = Uint8Array.from([1, 1, 0, 1, 0]);
    expect(reveal(parentsOf(skeleton), folded, 2)).toBe(true);
    expect([...folded]).toEqual([0, 0, 0, 1, 0]);
    expect(reveal(parentsOf(skeleton), folded, 2)).toBe(false);
  });

  test('folds to a depth: rows deeper than it are hidden', () => {
    fc.assert(
      fc.property(anyTrees, fc.integer({ min: 0, max: 4 }), (trees, depth) => {
        const skeleton = skeletonOf(trees);
        const folded = new Uint8Array(skeleton.n);
        foldToDepth(skeleton, folded, depth);
        const out = new Uint32Array(skeleton.n);
        const count = visibleRows(skeleton, folded, out);
        const wanted = [...skeleton.depth].filter((each) => each <= depth).length;
        expect(count).toBe(wanted);
        expect(deepestOpen(skeleton, folded)).toBeLessThan(Math.max(depth, 0));
      }),
    );
  });

  test('counts places among siblings from one', () => {
    const skeleton = skeletonOf([{ children: [{ children: [{}] }, {}, {}] }, {}]);
    const parents = parentsOf(skeleton);
    expect(placeAmongSiblings(skeleton, parents, 1)).toEqual([1, 3]);
    expect(placeAmongSiblings(skeleton, parents, 4)).toEqual([3, 3]);
    expect(placeAmongSiblings(skeleton, parents, 5)).toEqual([2, 2]);
    expect(isParent(skeleton, 3)).toBe(false);
  });
});
