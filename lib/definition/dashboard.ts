import type { Filter } from './filters.ts';
import { callerPlace } from './place.ts';
import type { Tile } from './tiles.ts';

export type DashboardDefinition = {
  readonly kind: 'dashboard';
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Whom the data is owed to, printed on the page. */
  readonly attribution: string | null;
  readonly owner: string | null;
  /** The groups of people it is for, and admins; null is everybody. */
  readonly visibleTo: readonly string[] | null;
  readonly filters: Readonly<Record<string, Filter>>;
  readonly tiles: readonly Tile[];
  readonly place: string;
};

/**
 * Declares a dashboard, served at `/dashboards/<name>`.
 *
 * @example
 * export const sales = defineDashboard({
 *   name: 'sales',
 *   title: 'Sales',
 *   filters: { period: dateRange('last 28 days'), country: choice(dailySales, 'country') },
 *   tiles: [
 *     number('Revenue', dailySales.revenue, { compare: 'previous period' }),
 *     line('Orders by day', dailySales.orders, { by: 'day', split: 'channel' }),
 *   ],
 * });
 */
export function defineDashboard(given: {
  name: string;
  title: string;
  description?: string;
  attribution?: string;
  owner?: string;
  /** Groups of people, made on the page Admin, People. To everybody else the dashboard does not exist. */
  visibleTo?: readonly string[];
  filters?: Record<string, Filter>;
  tiles: readonly Tile[];
}): DashboardDefinition {
  return {
    kind: 'dashboard',
    name: given.name,
    title: given.title,
    description: given.description ?? '',
    attribution: given.attribution ?? null,
    owner: given.owner ?? null,
    visibleTo: given.visibleTo ?? null,
    filters: given.filters ?? {},
    tiles: given.tiles,
    place: callerPlace(),
  };
}

/** What a group of people may be called. */
export const groupName = /^[a-z0-9][a-z0-9-]{0,59}$/;

/** The id of a tile in URLs and results: its place on the dashboard, from 1. */
export function tileId(index: number): string {
  return `t${index + 1}`;
}
