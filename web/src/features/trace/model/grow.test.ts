import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, Flag, has, type Skeleton } from '@/shared/columns';
import { aSpan } from '../testing/details';
import { anyTrees, type Node, skeletonOf } from '../testing/skeletons';
import { countOrphans, merged, newestSeq, patched } from './grow';

/** What the server answers to `?since_seq=`: some rows of the whole with their places. */
function since(whole: Skeleton, seq: number): Skeleton {
  const rows = Array.from({ length: whole.n }, (_, row) => row).filter((row) => at(whole.seq, row) > seq);
  const pick = (column: Skeleton['seq']) => Uint32Array.from(rows, (row) => at(column, row));
  return {
    ...whole,
    n: rows.length,
    depth: pick(whole.depth),
    end: pick(whole.end),
    seq: pick(whole.seq),
    name: pick(whole.name),
    kind: pick(whole.kind),
    status: pick(whole.status),
    agent: pick(whole.agent),
    model: pick(whole.model),
    start: pick(whole.start),
    dur: pick(whole.dur),
    tin: pick(whole.tin),
    tout: pick(whole.tout),
    costMicro: pick(whole.costMicro),
    flags: pick(whole.flags),
    pos: Uint32Array.from(rows),
  };
}

/** The tree as it was before the spans above `seq` came: a child never comes before its parent here. */
function before(nodes: readonly Node[], seq: number): Node[] {
  return nodes
    .filter((node) => (node.seq ?? 0) <= seq)
    .map((node) => ({ ...node, children: before(node.children ?? [], seq) }));
}

function numbered(nodes: readonly Node[]): Node[] {
  const roots = structuredClone(nodes) as Node[];
  const waiting = [...roots];
  for (let seq = 0; waiting.length > 0; seq += 1) {
    const node = waiting.shift();
    if (node === undefined) break;
    node.seq = seq;
    waiting.push(...(node.children ?? []));
  }
  return roots;
}

const plain = (skeleton: Skeleton) => ({
  n: skeleton.n,
  end: [...skeleton.end],
  depth: [...skeleton.depth],
  seq: [...skeleton.seq],
  names: Array.from(skeleton.name, (code) => skeleton.names[code]),
  start: [...skeleton.start],
  dur: [...skeleton.dur],
});

describe('a trace that grows', () => {
  test('is the whole again when the new rows are put in between', () => {
    fc.assert(
      fc.property(anyTrees, fc.nat(30), (trees, seq) => {
        const roots = numbered(trees);
        const whole = skeletonOf(roots);
        const held = skeletonOf(before(roots, seq));
        const grown = merged(held, since(whole, seq));
        expect(grown).not.toBeNull();
        if (grown !== null) expect(plain(grown)).toEqual(plain(whole));
      }),
    );
  });

  test('has to be asked for as a whole when its clock moved or its rows do not fit', () => {
    const held = skeletonOf([{ children: [{}] }]);
    const news = since(skeletonOf([{ seq: 0, children: [{ seq: 1 }, { seq: 2 }] }]), 1);
    expect(merged(held, news)?.n).toBe(3);
    expect(merged(held, { ...news, t0Ns: 5n })).toBeNull();
    expect(merged(held, { ...news, pos: Uint32Array.from([9]) })).toBeNull();
    expect(merged(held, { ...news, end: Uint32Array.from([9]) })).toBeNull();
  });

  test('takes an ending from the stream: state, length, figures', () => {
    const held = skeletonOf([{ status: 'running', dur: 10, children: [{ status: 'running', dur: 5 }] }]);
    const next = patched(held, [
      aSpan({ seq: 1, status: 'error', duration_us: 900, input_tokens: 12, total_cost_usd: 0.5 }),
    ]);
    expect(next.statuses[at(next.status, 1)]).toBe('error');
    expect([at(next.dur, 1), at(next.tin, 1), at(next.costMicro, 1)]).toEqual([900, 12, 500_000]);
    expect(has(next, 1, Flag.error)).toBe(true);
    expect(has(next, 1, Flag.running)).toBe(false);
    expect(held.flags[1]).toBe(Flag.running);
  });

  test('lets running spans last to the latest sign of life', () => {
    const held = skeletonOf([
      { status: 'running', dur: 1, children: [{ start: 10, dur: 1, status: 'running' }] },
    ]);
    const next = patched(held, [aSpan({ seq: 1, status: 'ok', duration_us: 490 })]);
    expect(at(next.dur, 0)).toBe(500);
    expect(next.complete).toBe(false);
  });

  test('never lets an ended span run again', () => {
    const held = skeletonOf([{ status: 'ok', dur: 7 }]);
    const next = patched(held, [aSpan({ seq: 0, status: 'running', duration_us: null })]);
    expect(next.statuses[at(next.status, 0)]).toBe('ok');
    expect(next.complete).toBe(true);
  });

  test('marks a child that outlives its parent once the parent has ended', () => {
    const held = skeletonOf([{ status: 'running', dur: 9, children: [{ start: 1, dur: 8 }] }]);
    const next = patched(held, [aSpan({ seq: 0, status: 'ok', duration_us: 4 })]);
    expect(has(next, 1, Flag.outlivesParent)).toBe(true);
  });

  test('knows its newest number and its orphans', () => {
    const skeleton = skeletonOf([{ seq: 4 }, { seq: 2, flags: Flag.orphan }]);
    expect(newestSeq(skeleton)).toBe(4);
    expect(countOrphans(skeleton)).toBe(1);
  });
});
