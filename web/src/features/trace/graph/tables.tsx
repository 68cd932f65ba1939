/** The graph as tables: every edge, and every agent with its measures; what can be clicked in the picture is a button here. */
import type { AgentGraph } from '@/shared/api/types';
import { costOf, count, percent } from '@/shared/format';

type Edge = AgentGraph['edges'][number];

export function EdgeTable({ edges, onEdge }: { edges: readonly Edge[]; onEdge: (edge: Edge) => void }) {
  return (
    <table className="w-full text-left">
      <caption className="pb-1 text-left font-semibold">Messages</caption>
      <thead className="text-meta text-muted">
        <tr className="h-8">
          <th className="font-normal">From</th>
          <th className="font-normal">To</th>
          <th className="font-normal">Types</th>
          <th className="text-right font-normal">Count</th>
        </tr>
      </thead>
      <tbody>
        {edges.map((edge) => (
          <tr
            key={`${edge.from_agent}\n${edge.to_agent}`}
            className="h-8 border-t border-line hover:bg-hover"
          >
            <td>{edge.from_agent}</td>
            <td>
              <button
                type="button"
                title="Show where the first of them is"
                onClick={() => onEdge(edge)}
                className="text-accent hover:underline"
              >
                {edge.to_agent}
              </button>
            </td>
            <td className="text-muted">
              {Object.entries(edge.types)
                .map(([type, number]) => `${count(number)} ${type}`)
                .join(', ')}
            </td>
            <td className="figure text-right text-code">{count(edge.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function NodeTable({
  nodes,
  onAgent,
}: {
  nodes: AgentGraph['nodes'];
  onAgent: (name: string) => void;
}) {
  return (
    <table className="w-full text-left">
      <caption className="pb-1 text-left font-semibold">Agents</caption>
      <thead className="text-meta text-muted">
        <tr className="h-8">
          <th className="font-normal">Agent</th>
          <th className="text-right font-normal">Cost</th>
          <th className="text-right font-normal">Spans</th>
          <th className="text-right font-normal">Failed</th>
          <th className="text-right font-normal" title="from how many agents it was told something">
            Hears
          </th>
          <th className="text-right font-normal" title="to how many agents it told something">
            Tells
          </th>
          <th className="text-right font-normal" title="share of shortest ways between two others through it">
            Betweenness
          </th>
          <th className="text-right font-normal" title="where talk ends up, weighted by messages">
            PageRank
          </th>
        </tr>
      </thead>
      <tbody className="figure text-code">
        {nodes.map((node) => (
          <tr key={node.name} className="h-8 border-t border-line hover:bg-hover">
            <td className="font-sans text-body">
              {node.is_known ? (
                <button
                  type="button"
                  title="Find its spans"
                  onClick={() => onAgent(node.name)}
                  className="text-accent hover:underline"
                >
                  {node.name}
                </button>
              ) : (
                <span title="only messages name it">{node.name}</span>
              )}
            </td>
            <td className="text-right">{node.is_known ? costOf(node) : '–'}</td>
            <td className="text-right">{count(node.total_spans)}</td>
            <td className="text-right">{count(node.errors)}</td>
            <td className="text-right">{count(node.in_degree)}</td>
            <td className="text-right">{count(node.out_degree)}</td>
            <td className="text-right">{node.betweenness.toFixed(2)}</td>
            <td className="text-right">{percent(node.pagerank, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
