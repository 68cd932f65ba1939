/** The graph drawn: circles as large as their cost with a ring for the share that failed, arrows as wide as the talk. */
import { useId, useMemo } from 'react';
import type { AgentGraph } from '@/shared/api/types';
import { costOf, count, percent, plural } from '@/shared/format';
import { arrowBetween, layOut, type Place, widthOf } from './layout';

type Node = AgentGraph['nodes'][number];
type Edge = AgentGraph['edges'][number];

interface Props {
  graph: AgentGraph;
  onAgent: (name: string) => void;
  onEdge: (edge: Edge) => void;
}

export function Picture({ graph, onAgent, onEdge }: Props) {
  const arrow = useId();
  // the layout belongs to who is there and who talks to whom; new figures must not move anybody
  const shape = JSON.stringify([
    graph.nodes.map((node) => node.name).toSorted(),
    graph.edges.map((edge) => [edge.from_agent, edge.to_agent]).toSorted(),
  ]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const layout = useMemo(() => layOut(graph), [shape]);
  const places = new Map(layout.places.map((place) => [place.name, place]));
  const { left, top, width, height } = layout.box;
  return (
    <svg
      role="img"
      aria-label={`${plural(graph.nodes.length, 'agent')} and who talked to whom; the tables below hold the same`}
      viewBox={`${left} ${top} ${width} ${height}`}
      className="h-full max-h-[460px] w-full"
    >
      <defs>
        <marker
          id={arrow}
          viewBox="0 0 8 8"
          refX="6"
          refY="4"
          markerWidth="9"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0,0.5 L7,4 L0,7.5 z" fill="var(--kind-handoff)" />
        </marker>
      </defs>
      {graph.edges.map((edge) => (
        <EdgeArrow
          key={`${edge.from_agent}\n${edge.to_agent}`}
          edge={edge}
          from={places.get(edge.from_agent)}
          to={places.get(edge.to_agent)}
          marker={arrow}
          onClick={() => onEdge(edge)}
        />
      ))}
      {graph.nodes.map((node) => (
        <NodeCircle
          key={node.name}
          node={node}
          place={places.get(node.name)}
          onClick={() => onAgent(node.name)}
        />
      ))}
    </svg>
  );
}

interface ArrowProps {
  edge: Edge;
  from: Place | undefined;
  to: Place | undefined;
  marker: string;
  onClick: () => void;
}

function EdgeArrow({ edge, from, to, marker, onClick }: ArrowProps) {
  if (from === undefined || to === undefined) return null;
  const { path, labelX, labelY } = arrowBetween(from, to);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table below has the same as buttons
    <g onClick={onClick} className="cursor-pointer">
      <title>{`${edge.from_agent} to ${edge.to_agent}: ${plural(edge.count, 'message')}`}</title>
      <path d={path} fill="none" stroke="transparent" strokeWidth={16} />
      <path
        d={path}
        fill="none"
        stroke="var(--kind-handoff)"
        strokeWidth={widthOf(edge.count)}
        strokeOpacity={0.7}
        markerEnd={`url(#${marker})`}
      />
      <text
        x={labelX}
        y={labelY + 4}
        textAnchor="middle"
        fontSize={11}
        fill="var(--text)"
        stroke="var(--surface)"
        strokeWidth={3}
        paintOrder="stroke"
        className="figure"
      >
        {count(edge.count)}
      </text>
    </g>
  );
}

function NodeCircle({ node, place, onClick }: { node: Node; place: Place | undefined; onClick: () => void }) {
  if (place === undefined) return null;
  const { x, y, radius } = place;
  const ring = radius + 3;
  const failed = node.total_spans === 0 ? 0 : node.errors / node.total_spans;
  const around = 2 * Math.PI * ring;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table below has the same as buttons
    <g onClick={onClick} className="cursor-pointer">
      <title>{`${node.name}: ${costOf(node)}, ${plural(node.total_spans, 'span')}, ${percent(failed, 1)} failed`}</title>
      <circle
        cx={x}
        cy={y}
        r={radius}
        fill="var(--kind-agent)"
        fillOpacity={node.is_known ? 0.3 : 0}
        stroke="var(--kind-agent)"
        strokeWidth={1.5}
        strokeDasharray={node.is_known ? undefined : '3 3'}
      />
      {failed === 0 ? null : (
        <circle
          cx={x}
          cy={y}
          r={ring}
          fill="none"
          stroke="var(--error)"
          strokeWidth={4}
          strokeDasharray={`${failed * around} ${around}`}
          transform={`rotate(-90 ${x} ${y})`}
        />
      )}
      <text
        x={x}
        y={y + radius + 16}
        textAnchor="middle"
        fontSize={12}
        fill="var(--text)"
        stroke="var(--surface)"
        strokeWidth={3}
        paintOrder="stroke"
      >
        {node.name.length > 28 ? `${node.name.slice(0, 27)}…` : node.name}
      </text>
    </g>
  );
}
