/** Traces written as trees, turned into columns: what the tests of this feature work on. */
import * as fc from 'fast-check';
import { at, Flag, type Skeleton } from '@/shared/columns';

export interface Node {
  name?: string;
  kind?: string;
  status?: string;
  agent?: string;
  model?: string;
  /** In microseconds. */
  start?: number;
  dur?: number;
  flags?: number;
  tin?: number;
  tout?: number;
  costMicro?: number;
  seq?: number;
  children?: readonly Node[];
}

interface Placed {
  node: Node;
  depth: number;
  end: number;
}

const KINDS = ['task', 'llm_call', 'tool_execution', 'agent', 'handoff', 'chain', 'retrieval', 'custom'];
const STATUSES = ['running', 'ok', 'error', 'cancelled', 'timeout'];

export function skeletonOf(roots: readonly Node[], changes: Partial<Skeleton> = {}): Skeleton {
  const rows: Placed[] = [];
  const place = (node: Node, depth: number) => {
    const placed = { node, depth, end: 0 };
    rows.push(placed);
    for (const child of node.children ?? []) place(child, depth + 1);
    placed.end = rows.length;
  };
  for (const root of roots) place(root, 0);
  const dict = (pick: (node: Node) => string, first: string[]) => [
    ...new Set([...first, ...rows.map(({ node }) => pick(node))]),
  ];
  const names = dict((node) => node.name ?? 'span', []);
  const agents = dict((node) => node.agent ?? '', ['']);
  const models = dict((node) => node.model ?? '', ['']);
  const column = (pick: (node: Node, row: number) => number) =>
    Uint32Array.from(rows.map(({ node }, row) => pick(node, row)));
  return {
    n: rows.length,
    unitUs: 1,
    t0Ns: 0n,
    complete: true,
    dropped: 0,
    names,
    kinds: KINDS,
    statuses: STATUSES,
    agents,
    models,
    depth: Uint16Array.from(rows.map(({ depth }) => depth)),
    end: Uint32Array.from(rows.map(({ end }) => end)),
    seq: column((node, row) => node.seq ?? row),
    name: column((node) => names.indexOf(node.name ?? 'span')),
    kind: Uint8Array.from(column((node) => KINDS.indexOf(node.kind ?? 'llm_call'))),
    status: Uint8Array.from(column((node) => STATUSES.indexOf(node.status ?? 'ok'))),
    agent: column((node) => agents.indexOf(node.agent ?? '')),
    model: column((node) => models.indexOf(node.model ?? '')),
    start: column((node) => node.start ?? 0),
    dur: column((node) => node.dur ?? 1),
    tin: column((node) => node.tin ?? 0),
    tout: column((node) => node.tout ?? 0),
    costMicro: column((node) => node.costMicro ?? 0),
    flags: Uint8Array.from(column((node) => (node.flags ?? 0) | flagOf(node.status))),
    ...changes,
  };
}

function flagOf(status: string | undefined): number {
  if (status === 'error' || status === 'timeout') return Flag.error;
  return status === 'running' ? Flag.running : 0;
}

const anySpan = fc.record({
  level: fc.nat(8),
  name: fc.constantFrom('plan', 'search', 'write'),
  start: fc.nat(1000),
  dur: fc.nat(500),
  status: fc.constantFrom('ok', 'ok', 'ok', 'error'),
});

/** Random trees: each span goes below the last one that is higher up, as deep as it wants to be. */
export const anyTrees: fc.Arbitrary<Node[]> = fc
  .array(anySpan, { minLength: 1, maxLength: 60 })
  .map((spans) => {
    const roots: Node[] = [];
    const open: Node[][] = [roots];
    for (const { level, ...rest } of spans) {
      const depth = Math.min(level, open.length - 1);
      const children: Node[] = [];
      open[depth]?.push({ ...rest, children });
      open.splice(depth + 1, open.length, children);
    }
    return roots;
  });

export function namesAt(skeleton: Skeleton, rows: Iterable<number>): string[] {
  return Array.from(rows, (row) => skeleton.names[at(skeleton.name, row)] ?? '');
}

/** A run that failed below its root: task > agent > (llm, tool that failed). */
export function failedRun(): Skeleton {
  return skeletonOf([
    {
      name: 'checkout-bot run',
      kind: 'task',
      status: 'error',
      dur: 10_000,
      children: [
        {
          name: 'orchestrator',
          kind: 'agent',
          agent: 'orchestrator',
          dur: 9000,
          children: [
            {
              name: 'gpt-5-mini',
              model: 'gpt-5-mini',
              start: 100,
              dur: 2000,
              tin: 1290,
              tout: 210,
              costMicro: 840,
            },
            { name: 'ledger_query', kind: 'tool_execution', status: 'error', start: 2200, dur: 400 },
          ],
        },
        { name: 'writer', kind: 'agent', start: 9000, dur: 1000 },
      ],
    },
  ]);
}
