import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, Flag } from '@/shared/columns';
import { anyTrees, type Node, namesAt, skeletonOf } from '../testing/skeletons';
import { countMachinery, everything, withoutMachinery } from './machinery';
import { placeAmongSiblings } from './tree';
import { TraceView } from './view';

const INTERNAL = { flags: Flag.internal };

/** Two agents under the runtime that carries their messages, as AutoGen tells it. */
function runtime() {
  return skeletonOf([
    {
      name: 'team',
      seq: 10,
      children: [
        {
          name: 'publish',
          seq: 11,
          ...INTERNAL,
          children: [
            { name: 'process', seq: 12, ...INTERNAL, children: [{ name: 'writer', seq: 13 }] },
            { name: 'ack', seq: 14, ...INTERNAL },
          ],
        },
        { name: 'reviewer', seq: 15, children: [{ name: 'send', seq: 16, ...INTERNAL }] },
      ],
    },
  ]);
}

const anyMachinery = anyTrees.chain((trees) =>
  fc
    .array(fc.boolean(), { minLength: 60, maxLength: 60 })
    .map((internal) => numbered(trees, internal, { next: 0 })),
);

function numbered(nodes: readonly Node[], internal: readonly boolean[], counter: { next: number }): Node[] {
  return nodes.map((node) => {
    const seq = counter.next;
    counter.next += 1;
    const flags = internal[seq] ? Flag.internal : 0;
    return { ...node, seq, flags, children: numbered(node.children ?? [], internal, counter) };
  });
}

/** The same asked of a naive tree: an internal node that did not fail is replaced by its children. */
function lifted(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => {
    const children = lifted(node.children ?? []);
    return node.flags === Flag.internal && node.status !== 'error' ? children : [{ ...node, children }];
  });
}

function opened(skeleton = runtime()): TraceView {
  const view = new TraceView();
  view.load(skeleton);
  return view;
}

const listed = (view: TraceView) =>
  view.skeleton === null ? [] : namesAt(view.skeleton, view.rows.subarray(0, view.count));

describe('folding machinery away', () => {
  test('lists what a naive tree lists, with the same depths and ends', () => {
    fc.assert(
      fc.property(anyMachinery, (trees) => {
        const whole = skeletonOf(trees);
        const naive = lifted(trees);
        const { skeleton, rows } = withoutMachinery(whole);
        if (naive.length === 0) {
          expect(skeleton).toBe(whole);
          return;
        }
        const wanted = skeletonOf(naive);
        for (const name of ['depth', 'end', 'seq', 'start', 'dur', 'flags', 'status'] as const)
          expect(Array.from(skeleton[name]), name).toEqual(Array.from(wanted[name]));
        expect(namesAt(skeleton, skeleton.seq.keys())).toEqual(namesAt(wanted, wanted.seq.keys()));
        expect(skeleton.n + countMachinery(whole)).toBe(whole.n);
        rows?.forEach((row, place) => {
          expect(at(whole.seq, row)).toBe(at(skeleton.seq, place));
        });
      }),
    );
  });

  test('copies nothing where there is no machinery', () => {
    const skeleton = skeletonOf([{ children: [{}] }]);
    expect(withoutMachinery(skeleton)).toEqual(everything(skeleton));
    expect(withoutMachinery(skeleton).skeleton).toBe(skeleton);
  });

  test('lists a trace of nothing but machinery', () => {
    const skeleton = skeletonOf([{ ...INTERNAL, children: [INTERNAL] }]);
    expect(withoutMachinery(skeleton).skeleton).toBe(skeleton);
    expect(countMachinery(skeleton)).toBe(0);
  });

  test('lists what failed', () => {
    const skeleton = skeletonOf([{ children: [{ name: 'send', status: 'error', ...INTERNAL }] }]);
    expect(withoutMachinery(skeleton).skeleton).toBe(skeleton);
  });

  test('leaves no gap in what assistive technology reads', () => {
    const view = opened();
    const { skeleton } = view;
    if (skeleton === null) throw new Error('nothing is loaded');
    expect(listed(view)).toEqual(['team', 'writer', 'reviewer']);
    expect([...skeleton.depth]).toEqual([0, 1, 1]);
    expect(placeAmongSiblings(skeleton, view.parents, 1)).toEqual([1, 2]);
    expect(placeAmongSiblings(skeleton, view.parents, 2)).toEqual([2, 2]);
  });
});

describe('an open trace with machinery', () => {
  test('lists it when asked, and keeps the selection, the folds and the time', () => {
    const view = opened();
    view.select(2);
    view.toggle(0);
    view.toggle(0);
    view.select(2);
    const { total } = view;
    view.showMachinery(true);
    expect(listed(view)).toHaveLength(7);
    expect(view.selectedSeq).toBe(15);
    expect(view.total).toBe(total);
    expect(view.machinery).toBe(4);
  });

  test('moves the selection to the nearest listed span above when its own is folded away', () => {
    const view = opened();
    view.showMachinery(true);
    view.selectSeq(16);
    view.showMachinery(false);
    expect(view.selectedSeq).toBe(15);
    view.showMachinery(true);
    view.selectSeq(14);
    view.showMachinery(false);
    expect(view.selectedSeq).toBe(10);
  });

  test('is listed again by a selection inside it, and not by one that nobody has', () => {
    const view = opened();
    view.selectSeq(99);
    expect(view.showsMachinery).toBe(false);
    view.selectSeq(12);
    expect(view.showsMachinery).toBe(true);
    expect(view.selectedSeq).toBe(12);
  });

  test('counts hits inside it, and goes to them', () => {
    const view = opened();
    view.find('e');
    const names = ['team', 'process', 'writer', 'reviewer', 'send'];
    expect(view.found).toHaveLength(names.length);
    expect(view.matches).toHaveLength(3);
    view.select(0);
    const visited = names.map(() => {
      view.selectNextMatch(1);
      return [view.foundAt, ...namesAt(view.skeleton ?? runtime(), [view.selected])];
    });
    expect(visited).toEqual([
      [1, 'process'],
      [2, 'writer'],
      [3, 'reviewer'],
      [4, 'send'],
      [0, 'team'],
    ]);
  });

  test('finds texts inside it by number', () => {
    const view = opened();
    view.find('hello');
    view.addTextMatches('hello', [12, 13]);
    expect([...view.found]).toEqual([2, 3]);
    expect([...view.matches]).toEqual([1]);
  });

  test('keeps what is listed when newer columns come', () => {
    const view = opened();
    view.selectSeq(13);
    view.load(runtime());
    expect(view.count).toBe(3);
    view.showMachinery(true);
    view.load(runtime());
    expect(view.count).toBe(7);
    expect(view.selectedSeq).toBe(13);
  });
});
