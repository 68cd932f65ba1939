/** Where the agents of a graph stand: by forces, the same for the same agents and messages. */
import {
  forceCenter,
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
} from 'd3-force';
import type { AgentGraph } from '@/shared/api/types';

export interface Place {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** Of the circle, by cost, or by spans where nothing has a cost. */
  readonly radius: number;
}

export interface Layout {
  readonly places: readonly Place[];
  /** What all circles and their names need. */
  readonly box: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
}

const SMALLEST = 13;
const LARGEST = 34;
const TICKS = 300;
const MARGIN = 48;

type Point = { name: string; radius: number; x?: number; y?: number };

export function layOut(graph: AgentGraph): Layout {
  const points: Point[] = graph.nodes.map((node) => ({
    name: node.name,
    radius: radiusOf(graph, node.name),
  }));
  const links = graph.edges
    .filter((edge) => edge.from_agent !== edge.to_agent)
    .map((edge) => ({ source: edge.from_agent, target: edge.to_agent }));
  forceSimulation(points)
    .force(
      'link',
      forceLink<Point, { source: string; target: string }>(links)
        .id((point) => point.name)
        .distance(130),
    )
    .force('charge', forceManyBody().strength(-420))
    .force(
      'collide',
      forceCollide<Point>((point) => point.radius + 26),
    )
    .force('x', forceX(0).strength(0.05))
    .force('y', forceY(0).strength(0.09))
    .force('center', forceCenter(0, 0))
    .stop()
    .tick(TICKS);
  const places = points.map(({ name, radius, x = 0, y = 0 }) => ({ name, radius, x, y }));
  return { places, box: boxOf(places) };
}

function radiusOf(graph: AgentGraph, name: string): number {
  const byCost = graph.nodes.some((node) => node.total_cost_usd > 0);
  const size = (node: AgentGraph['nodes'][number]) => (byCost ? node.total_cost_usd : node.total_spans);
  const most = Math.max(...graph.nodes.map(size), 0);
  const node = graph.nodes.find((each) => each.name === name);
  if (node === undefined || most === 0) return SMALLEST;
  return SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(size(node) / most);
}

function boxOf(places: readonly Place[]): Layout['box'] {
  if (places.length === 0) return { left: 0, top: 0, width: 1, height: 1 };
  const left = Math.min(...places.map(({ x, radius }) => x - radius)) - MARGIN;
  const top = Math.min(...places.map(({ y, radius }) => y - radius)) - MARGIN;
  const right = Math.max(...places.map(({ x, radius }) => x + radius)) + MARGIN;
  const bottom = Math.max(...places.map(({ y, radius }) => y + radius)) + MARGIN;
  return { left, top, width: right - left, height: bottom - top };
}

export interface Arrow {
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
}

/** A bow from circle to circle, so that the two directions lie apart; a loop where an agent talks to itself. */
export function arrowBetween(from: Place, to: Place): Arrow {
  if (from.name === to.name) {
    const { x, y, radius } = from;
    return {
      path: `M${x - 8},${y - radius} C${x - 34},${y - radius - 44} ${x + 34},${y - radius - 44} ${x + 8},${y - radius - 2}`,
      labelX: x,
      labelY: y - radius - 36,
    };
  }
  const distance = Math.max(1, Math.hypot(to.x - from.x, to.y - from.y));
  const [ux, uy] = [(to.x - from.x) / distance, (to.y - from.y) / distance];
  const [startX, startY] = [from.x + ux * from.radius, from.y + uy * from.radius];
  const [endX, endY] = [to.x - ux * (to.radius + 6), to.y - uy * (to.radius + 6)];
  const bend = Math.min(36, distance * 0.16);
  const [middleX, middleY] = [(startX + endX) / 2 - uy * bend, (startY + endY) / 2 + ux * bend];
  return {
    path: `M${startX},${startY} Q${middleX},${middleY} ${endX},${endY}`,
    labelX: (startX + endX) / 4 + middleX / 2,
    labelY: (startY + endY) / 4 + middleY / 2,
  };
}

/** The width of an edge: 1.5 px for one message, at most 7. */
export function widthOf(count: number): number {
  return Math.min(7, 1.5 + Math.log2(Math.max(1, count)));
}
