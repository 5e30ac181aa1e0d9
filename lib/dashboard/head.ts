import { type DashboardDefinition, tileId } from '#lib/definition/dashboard.ts';
import type { Tile } from '#lib/definition/tiles.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import type { DashboardHead, FilterView, TileView } from './dashboard-load.ts';
import { type PreparedLoad, summariesOf } from './prepare.ts';

/** What a page shows before its first tile is there. */
export function dashboardHead({ dashboard, pinned, notes }: PreparedLoad, filters: FilterView[]): DashboardHead {
  return {
    name: dashboard.name,
    title: dashboard.title,
    ...(dashboard.description ? { description: dashboard.description } : {}),
    ...(dashboard.attribution ? { attribution: dashboard.attribution } : {}),
    ...(dashboard.owner ? { owner: dashboard.owner } : {}),
    filters,
    tiles: dashboard.tiles.map(tileView),
    notes,
    epoch: pinned.epoch,
    latestEpoch: pinned.latest,
    pinned: pinned.asked,
    incarnation: pinned.incarnation,
    completeThrough: leastComplete(dashboard, pinned.generations),
  };
}

/** The summary of a dashboard that is complete through the earliest moment; one that is unbuilt comes first of all. */
export function leastComplete(
  dashboard: DashboardDefinition,
  generations: ReadonlyMap<string, ServedGeneration>,
): { through: string | null; summary: string; zone: string } {
  const all = summariesOf(dashboard).map((summary) => ({
    through: generations.get(summary.name)?.completeThrough ?? null,
    built: generations.has(summary.name),
    summary: summary.name,
    zone: summary.zone,
  }));
  const order = (each: (typeof all)[number]) => (each.built ? (each.through ?? '9999') : '');
  const [first] = all.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
  return first
    ? { through: first.through, summary: first.summary, zone: first.zone }
    : { through: null, summary: '', zone: 'UTC' };
}

const sizes: Record<Tile['kind'], { width: number; height: number }> = {
  number: { width: 3, height: 3 },
  line: { width: 6, height: 8 },
  area: { width: 6, height: 8 },
  bar: { width: 6, height: 8 },
  table: { width: 6, height: 8 },
};

function tileView(tile: Tile, index: number): TileView {
  return {
    id: tileId(index),
    kind: tile.kind,
    title: tile.title,
    ...(tile.description ? { description: tile.description } : {}),
    width: tile.width ?? sizes[tile.kind].width,
    height: tile.height ?? sizes[tile.kind].height,
    ...(tile.split ? { split: tile.split } : {}),
    ...(tile.stacked ? { stacked: true } : {}),
  };
}
