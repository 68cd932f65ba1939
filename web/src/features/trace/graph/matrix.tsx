/** Too many agents for circles: a square for each pair that talked, rows tell, columns are told. */
import type { AgentGraph } from '@/shared/api/types';
import { plural } from '@/shared/format';

type Edge = AgentGraph['edges'][number];
const CELL = 4;

export function Matrix({ graph, onEdge }: { graph: AgentGraph; onEdge: (edge: Edge) => void }) {
  const place = new Map(graph.nodes.map((node, index) => [node.name, index]));
  const most = Math.max(1, ...graph.edges.map((edge) => edge.count));
  const size = graph.nodes.length * CELL;
  return (
    <svg
      role="img"
      aria-label={`${plural(graph.nodes.length, 'agent')} as a matrix of who talked to whom; the tables below hold the same`}
      viewBox={`0 0 ${size} ${size}`}
      className="mx-auto h-full max-h-[460px] w-full border border-line bg-sunken"
    >
      {graph.edges.map((edge) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the table below has the same as buttons
        <rect
          key={`${edge.from_agent}\n${edge.to_agent}`}
          x={(place.get(edge.to_agent) ?? 0) * CELL}
          y={(place.get(edge.from_agent) ?? 0) * CELL}
          width={CELL - 0.5}
          height={CELL - 0.5}
          fill="var(--kind-handoff)"
          fillOpacity={0.3 + (0.7 * Math.log1p(edge.count)) / Math.log1p(most)}
          onClick={() => onEdge(edge)}
          className="cursor-pointer"
        >
          <title>{`${edge.from_agent} to ${edge.to_agent}: ${plural(edge.count, 'message')}`}</title>
        </rect>
      ))}
    </svg>
  );
}
