import type { Lineage } from './lineage-types.ts';

/** Everything a node is made from and everything made from it, each without the node itself. */
export function connectedTo(lineage: Lineage, id: string): { upstream: Set<string>; downstream: Set<string> } {
  return {
    upstream: reached(id, (at) => lineage.edges.filter(({ to }) => to === at).map(({ from }) => from)),
    downstream: reached(id, (at) => lineage.edges.filter(({ from }) => from === at).map(({ to }) => to)),
  };
}

/** The part of a lineage around one node. */
export function onlyAround(lineage: Lineage, id: string): Lineage {
  const { upstream, downstream } = connectedTo(lineage, id);
  const kept = new Set([id, ...upstream, ...downstream]);
  return {
    nodes: lineage.nodes.filter((node) => kept.has(node.id)),
    edges: lineage.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
  };
}

function reached(start: string, next: (id: string) => string[]): Set<string> {
  const found = new Set<string>();
  const waiting = next(start);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...next(id));
  }
  return found;
}
