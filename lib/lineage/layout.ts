import dagre from '@dagrejs/dagre';
import type { LineageLayout } from './layout-types.ts';
import type { Lineage } from './lineage-types.ts';

const node = { width: 216, height: 44 };
const margin = 16;

/** Layers from left to right with few crossings, every node of one size. */
export function layOut(lineage: Lineage): LineageLayout {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 96, marginx: margin, marginy: margin });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of lineage.nodes) graph.setNode(id, { ...node });
  for (const { from, to } of lineage.edges) graph.setEdge(from, to);
  dagre.layout(graph);
  const at = (id: string) => {
    const { x = 0, y = 0 } = graph.node(id) as { x?: number; y?: number };
    return { x: x - node.width / 2, y: y - node.height / 2, ...node };
  };
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: lineage.nodes.map((each) => ({ ...each, ...at(each.id) })),
    edges: lineage.edges.map((edge) => {
      const { points } = graph.edge(edge.from, edge.to) as { points: Point[] };
      return { ...edge, path: curve(at(edge.from), at(edge.to), points) };
    }),
  };
}

type Point = { x: number; y: number };
type Box = Point & { width: number; height: number };

/** Leaves to the right and arrives from the left, level at both ends; past other layers it keeps to the gaps left for it. */
function curve(from: Box, to: Box, points: Point[]): string {
  // Three points are the two ends and the middle of an edge to the next layer, which needs no way around anything.
  const between = points.length > 3 ? points.slice(1, -1) : [];
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const stops = [start, ...between, { x: to.x, y: to.y + to.height / 2 }];
  const parts = stops.slice(1).map((stop, index) => {
    const before = stops[index] ?? start;
    const middle = (before.x + stop.x) / 2;
    return `C${pair({ x: middle, y: before.y })} ${pair({ x: middle, y: stop.y })} ${pair(stop)}`;
  });
  return `M${pair(start)}${parts.join('')}`;
}

const pair = ({ x, y }: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`;
