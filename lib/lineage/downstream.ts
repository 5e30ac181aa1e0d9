import { findSummary, type Registry, withDownstream } from '#lib/definition/registry.ts';
import { tilesBySummary } from './lineage.ts';
import type { Downstream } from './lineage-types.ts';

/** What shows the rows of a summary: the summaries made from it, and the dashboards of all of these with their tiles. */
export function downstreamOf(registry: Registry, summary: string): Downstream {
  const found = findSummary(registry, summary);
  if (!found) return { summaries: [], dashboards: [] };
  const chain = withDownstream(registry, found);
  return {
    summaries: chain.filter((each) => each !== found).map((each) => each.name),
    dashboards: registry.dashboards.flatMap((dashboard) => {
      const read = [...tilesBySummary(dashboard)].filter(([each]) => chain.includes(each));
      const drawn = new Set(read.flatMap(([, tiles]) => tiles));
      // In the order of the page, and each once although several of the summaries may be drawn in it.
      const tiles = dashboard.tiles.map((tile) => tile.title).filter((title) => drawn.has(title));
      return read.length > 0 ? [{ name: dashboard.name, title: dashboard.title, tiles }] : [];
    }),
  };
}
