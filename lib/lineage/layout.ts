import dagre from '@dagrejs/dagre';
import type { LineageLayout } from './layout-types.ts';
import type { Lineage } from './lineage-types.ts';

const node = { width: 188, height: 40 };
const margin = 16;
const ends = ['first', 'last'] as const;
const pull = 100;

/** Layers from left to right with few crossings: sources first, dashboards last, every node of one size. */
export function layOut(lineage: Lineage): LineageLayout {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 12, ranksep: 72, marginy: margin });
  for (const { id } of lineage.nodes) graph.setNode(id, { ...node });
  for (const { from, to } of lineage.edges) graph.setEdge(from, to, {});
  // Two nodes nobody sees, before everything and after it, pull sources and dashboards into a column each.
  for (const end of ends) graph.setNode(end, { width: 0, height: 0 });
  for (const { id, kind } of lineage.nodes) {
    if (kind === 'source') graph.setEdge(ends[0], id, { weight: pull });
    if (kind === 'dashboard') graph.setEdge(id, ends[1], { weight: pull });
  }
  dagre.layout(graph);
  const placed = lineage.nodes.map(({ id }) => graph.node(id) as Point);
  const left = Math.min(...placed.map(({ x }) => x)) - node.width / 2 - margin;
  const right = Math.max(...placed.map(({ x }) => x)) + node.width / 2 + margin;
  const at = (id: string) => {
    const { x, y } = graph.node(id) as Point;
    return { x: x - left - node.width / 2, y: y - node.height / 2, ...node };
  };
  return {
    width: right - left,
    height: (graph.graph() as { height: number }).height,
    nodes: lineage.nodes.map((each) => ({ ...each, ...at(each.id) })),
    edges: lineage.edges.map((edge) => {
      const { points } = graph.edge(edge.from, edge.to) as { points: Point[] };
      const moved = points.map(({ x, y }) => ({ x: x - left, y }));
      return { ...edge, path: curve(at(edge.from), at(edge.to), moved) };
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
