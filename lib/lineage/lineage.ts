import type { DashboardDefinition } from '#lib/definition/dashboard.ts';
import type { Registry } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { Lineage, LineageEdge, LineageKind, LineageNode } from './lineage-types.ts';

const idOf = (kind: LineageKind, name: string) => `${kind}:${name}`;

/** Sources, summaries and dashboards with what each reads, upstream first. Known from the definitions alone. */
export function lineageOf(registry: Pick<Registry, 'sources' | 'summaries' | 'dashboards'>): Lineage {
  return {
    nodes: [
      ...registry.sources.map((source) => node('source', source.name, source.table)),
      ...registry.summaries.map((summary) => node('summary', summary.name, summary.name)),
      ...registry.dashboards.map((dashboard) => ({
        ...node('dashboard', dashboard.name, dashboard.title),
        tiles: dashboard.tiles.map((tile) => tile.title),
      })),
    ],
    edges: [...registry.summaries.flatMap(edgesOfSummary), ...registry.dashboards.flatMap(edgesOfDashboard)],
  };
}

/** The tiles of a dashboard that draw each summary; a summary that only fills a filter has none. */
export function tilesBySummary(dashboard: DashboardDefinition): Map<SummaryDefinition, string[]> {
  const found = new Map<SummaryDefinition, string[]>();
  for (const filter of Object.values(dashboard.filters)) if (filter.kind === 'choice') found.set(filter.summary, []);
  for (const tile of dashboard.tiles) {
    for (const summary of new Set(tile.measures.map((measure) => measure.summary))) {
      found.set(summary, [...(found.get(summary) ?? []), tile.title]);
    }
  }
  return found;
}

function node(kind: LineageKind, name: string, title: string): LineageNode {
  return { id: idOf(kind, name), kind, name, title };
}

function edgesOfSummary(summary: SummaryDefinition): LineageEdge[] {
  const to = idOf('summary', summary.name);
  return [
    ...summary.sources.map((source) => ({ from: idOf('source', source.name), to })),
    ...(summary.upstream ? [{ from: idOf('summary', summary.upstream.name), to }] : []),
  ];
}

function edgesOfDashboard(dashboard: DashboardDefinition): LineageEdge[] {
  const to = idOf('dashboard', dashboard.name);
  return [...tilesBySummary(dashboard)].map(([summary, tiles]) => ({ from: idOf('summary', summary.name), to, tiles }));
}
