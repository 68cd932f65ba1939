import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { AgentGraph } from '@/shared/api/types';
import { renderPage } from '@/shared/testing/render-page';
import { aTrace } from '@/shared/testing/samples';
import { arrowBetween, layOut, widthOf } from './layout';
import { Matrix } from './matrix';
import { Picture } from './picture';
import { EdgeTable, NodeTable } from './tables';

type Node = AgentGraph['nodes'][number];
type Edge = AgentGraph['edges'][number];

function aNode(name: string, changes: Partial<Node> = {}): Node {
  const { total_cost_usd, total_spans, errors } = aTrace();
  return {
    ...(aTrace() as unknown as Node),
    name,
    is_known: true,
    in_degree: 1,
    out_degree: 1,
    betweenness: 0.25,
    pagerank: 0.5,
    total_cost_usd,
    total_spans,
    errors,
    ...changes,
  };
}

function anEdge(from: string, to: string, count = 1): Edge {
  return {
    from_agent: from,
    to_agent: to,
    count,
    types: { message: count },
    first_at: '2026-11-20T18:18:52.123456789Z',
    last_at: '2026-11-20T18:18:53.123456789Z',
    trace_id: 'a'.repeat(32),
    seq: 4,
  };
}

function aGraph(nodes: Node[], edges: Edge[]): AgentGraph {
  return { nodes, edges, cycles: [], cycles_cut: false, components: 1 };
}

describe('the places of agents', () => {
  test('are the same for the same agents, apart, and as large as their cost', () => {
    const graph = aGraph(
      [aNode('planner', { total_cost_usd: 1 }), aNode('coder', { total_cost_usd: 0.01 })],
      [anEdge('planner', 'coder')],
    );
    const [planner, coder] = layOut(graph).places;
    expect(layOut(graph)).toEqual(layOut(graph));
    expect(planner?.radius).toBeGreaterThan(coder?.radius ?? 0);
    const distance = Math.hypot((planner?.x ?? 0) - (coder?.x ?? 0), (planner?.y ?? 0) - (coder?.y ?? 0));
    expect(distance).toBeGreaterThan((planner?.radius ?? 0) + (coder?.radius ?? 0));
  });

  test('are inside the box, whoever talks to whom', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name), { maxLength: 12 }), (pairs) => {
        const nodes = [...'abcde'].map((each) => aNode(each));
        const { places, box } = layOut(
          aGraph(
            nodes,
            pairs.map(([from, to]) => anEdge(from, to)),
          ),
        );
        for (const { x, y, radius } of places) {
          expect(x - radius).toBeGreaterThanOrEqual(box.left);
          expect(x + radius).toBeLessThanOrEqual(box.left + box.width);
          expect(y + radius).toBeLessThanOrEqual(box.top + box.height);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('the two directions of a talk lie apart, and wide is much', () => {
    const [a, b] = [
      { name: 'a', x: 0, y: 0, radius: 10 },
      { name: 'b', x: 200, y: 0, radius: 10 },
    ];
    expect(arrowBetween(a, b).labelY).toBeGreaterThan(0);
    expect(arrowBetween(b, a).labelY).toBeLessThan(0);
    expect(arrowBetween(a, a).path).toContain('C');
    expect(widthOf(1)).toBeLessThan(widthOf(8));
    expect(widthOf(1e9)).toBe(7);
  });
});

describe('the graph on the page', () => {
  const graph = aGraph(
    [aNode('planner'), aNode('outsider', { is_known: false })],
    [anEdge('planner', 'outsider', 12)],
  );

  test('a click on an arrow or an agent leads to it', async () => {
    const [onAgent, onEdge] = [vi.fn(), vi.fn()];
    await renderPage(<Picture graph={graph} onAgent={onAgent} onEdge={onEdge} />);
    await userEvent.click(screen.getByText('12'));
    expect(onEdge).toHaveBeenCalledWith(graph.edges[0]);
    await userEvent.click(screen.getByText('planner'));
    expect(onAgent).toHaveBeenCalledWith('planner');
  });

  test('the tables have the same as buttons, but for an agent that only messages name', async () => {
    const [onAgent, onEdge] = [vi.fn(), vi.fn()];
    await renderPage(
      <>
        <EdgeTable edges={graph.edges} onEdge={onEdge} />
        <NodeTable nodes={graph.nodes} onAgent={onAgent} />
      </>,
    );
    const agents = screen.getByRole('table', { name: 'Agents' });
    expect(within(agents).queryByRole('button', { name: 'outsider' })).toBeNull();
    await userEvent.click(within(agents).getByRole('button', { name: 'planner' }));
    expect(onAgent).toHaveBeenCalledWith('planner');
    await userEvent.click(screen.getByRole('button', { name: 'outsider' }));
    expect(onEdge).toHaveBeenCalledOnce();
  });

  test('hundreds of agents are a matrix with a square for each pair that talked', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `agent ${index}`);
    const crowd = aGraph(
      names.map((name) => aNode(name)),
      names.slice(1).map((name) => anEdge('agent 0', name)),
    );
    const onEdge = vi.fn();
    await renderPage(<Matrix graph={crowd} onEdge={onEdge} />);
    const square = screen.getByText('agent 0 to agent 7: 1 message').parentElement;
    expect(square?.getAttribute('y')).toBe('0');
    await userEvent.click(square as Element);
    expect(onEdge).toHaveBeenCalledOnce();
  });
});
