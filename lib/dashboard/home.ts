import type { Viewer } from '#lib/auth/viewer.ts';
import type { Registry } from '#lib/definition/registry.ts';
import { pageFailure } from '#lib/query/failure.ts';
import { pinEpoch } from '#lib/query/pinned.ts';
import { type ReadWarehouse, readWarehouse } from '#lib/query/read-warehouse.ts';
import { visibleDashboards } from '#lib/query/visible-dashboards.ts';
import { leastComplete } from './head.ts';

/** A dashboard on the home page; `freshness` is null while one of its summaries is unbuilt or nothing is known of it. */
export type DashboardCard = {
  name: string;
  title: string;
  description: string;
  owner: string | null;
  freshness: { through: string; summary: string; zone: string } | null;
};

/** Every dashboard a viewer may open, with how far its data goes, by one look at the epoch and one at what is served. */
export async function listDashboards(
  registry: Registry,
  viewer: Viewer,
  warehouse: ReadWarehouse = readWarehouse(),
): Promise<DashboardCard[]> {
  try {
    const { generations } = await pinEpoch(warehouse.pages, warehouse.schema, null);
    return visibleDashboards(registry, viewer).map((dashboard) => {
      const { through, summary, zone } = leastComplete(dashboard, generations);
      const { name, title, description, owner } = dashboard;
      return { name, title, description, owner, freshness: through === null ? null : { through, summary, zone } };
    });
  } catch (error) {
    throw pageFailure(error);
  }
}
