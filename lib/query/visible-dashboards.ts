import type { Viewer } from '#lib/auth/viewer.ts';
import type { DashboardDefinition } from '#lib/definition/dashboard.ts';
import type { Registry } from '#lib/definition/registry.ts';

/** Whether a dashboard exists for this viewer: it is everybody's, or of one of their groups. Admins see all. */
export function isVisible(
  dashboard: Pick<DashboardDefinition, 'visibleTo'>,
  viewer: Pick<Viewer, 'role' | 'groups'>,
): boolean {
  if (viewer.role === 'admin' || dashboard.visibleTo === null) return true;
  return dashboard.visibleTo.some((group) => viewer.groups.includes(group));
}

/** Every dashboard a viewer may open. What is listed, searched or linked for a viewer comes from here. */
export function visibleDashboards(registry: Registry, viewer: Pick<Viewer, 'role' | 'groups'>): DashboardDefinition[] {
  return registry.dashboards.filter((dashboard) => isVisible(dashboard, viewer));
}

/** The dashboard of that name, or null when there is none, or none for this viewer: the two must not differ. */
export function visibleDashboard(
  registry: Registry,
  viewer: Pick<Viewer, 'role' | 'groups'>,
  name: string,
): DashboardDefinition | null {
  return visibleDashboards(registry, viewer).find((dashboard) => dashboard.name === name) ?? null;
}
