import type { Viewer } from '#lib/auth/viewer.ts';
import { type Days, earlierOf } from '#lib/calendar/day.ts';
import { Refusal } from '#lib/compile/tile-refusal.ts';
import type { DashboardDefinition } from '#lib/definition/dashboard.ts';
import { type RangeContext, resolveDateRange } from '#lib/definition/date-range.ts';
import type { Registry } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { Asking } from '#lib/query/asked-rows.ts';
import { type Available, availableDays } from '#lib/query/available.ts';
import { type Load, type OpenLoad, openLoad } from '#lib/query/execution/load.ts';
import { type Pinned, pinEpoch } from '#lib/query/pinned.ts';
import { type ReadWarehouse, readWarehouse } from '#lib/query/read-warehouse.ts';
import { scopeFor } from '#lib/query/scope.ts';
import { visibleDashboard } from '#lib/query/visible-dashboards.ts';
import { type FilterState, filterStates } from './filter-state.ts';

export type LoadRequest = {
  registry: Registry;
  /** The dashboard's name as the address has it. */
  dashboard: string;
  /** Filter values as URL text; a missing one or the empty text is the filter's default. */
  filters: Readonly<Record<string, string>>;
  /** The epoch asked for; null for the newest. */
  epoch: string | number | null;
  viewer: Viewer;
  warehouse?: ReadWarehouse;
  /** How the load is opened: the name its browser knows it by, or what breaks it off. */
  load?: Pick<OpenLoad, 'id' | 'signal' | 'later'>;
};

/** What a page is about before its tiles are asked. */
export type PreparedLoad = {
  registry: Registry;
  dashboard: DashboardDefinition;
  pinned: Pinned;
  states: FilterState[];
  notes: Message[];
  /** By summary name: the days with data, null where there is no time or nothing is built. */
  available: ReadonlyMap<string, Available | null>;
  /** The first and the last complete day of the page, in which relative ranges are counted. */
  page: Days | null;
  /** What relative ranges are counted from. */
  ranges: RangeContext;
  warehouse: ReadWarehouse;
  viewer: Viewer;
  /** To be ended by whoever asked for it, when all is answered. */
  load: Load;
};

/** Settles what all tiles of a page share: the dashboard, the epoch, the filters and the days. */
export async function prepareLoad(request: LoadRequest): Promise<PreparedLoad> {
  const { registry, viewer, warehouse = readWarehouse() } = request;
  const dashboard = visibleDashboard(registry, viewer, request.dashboard);
  if (!dashboard) {
    throw new PersonError({
      message: message('problem.noDashboard', { name: request.dashboard.slice(0, 60) }),
      status: 404,
    });
  }
  const load = openLoad({ viewer, warehouse, ...request.load });
  try {
    return await preparedFor(dashboard, load, { ...request, warehouse });
  } catch (error) {
    load.end();
    throw error;
  }
}

async function preparedFor(
  dashboard: DashboardDefinition,
  load: Load,
  request: LoadRequest & { warehouse: ReadWarehouse },
): Promise<PreparedLoad> {
  const { registry, viewer, warehouse } = request;
  const { states, notes } = filterStates(dashboard, request.filters);
  const pinned = await pinEpoch(warehouse.pages, warehouse.schema, request.epoch);
  notes.push(...behindHorizon(pinned, dashboard));
  const asking = { load, pinned, warehouse };
  const available = new Map(
    await Promise.all(
      summariesOf(dashboard).map(
        async (summary): Promise<[string, Available | null]> => [
          summary.name,
          await daysWithData(summary, asking, viewer),
        ],
      ),
    ),
  );
  const page = pageDays([...available.values()]);
  // Summaries of one page are mostly of one zone; where they are not, today is that of the first tile's.
  const { zone = 'UTC', weekStart = 'monday' } = summariesOf(dashboard)[0] ?? {};
  const ranges = { complete: page, now: new Date(), zone, weekStart };
  return { registry, dashboard, pinned, states, notes, available, page, ranges, warehouse, viewer, load };
}

/** Each tile refuses for itself; this says which epoch shows the page whole. */
function behindHorizon({ asked, epoch, horizons }: Pinned, dashboard: DashboardDefinition): Message[] {
  const oldest = Math.max(0, ...summariesOf(dashboard).map(({ name }) => horizons.get(name) ?? 0));
  return asked && epoch < oldest ? [message('problem.oldestEpoch', { oldest })] : [];
}

async function daysWithData(summary: SummaryDefinition, asking: Asking, viewer: Viewer): Promise<Available | null> {
  const generation = asking.pinned.generations.get(summary.name);
  if (!generation) return null;
  try {
    const scope = scopeFor(viewer, summary);
    return await availableDays(asking, generation, scope);
  } catch (error) {
    // The summary's own tiles say why they are refused; the others have their page.
    if (error instanceof Refusal || (error instanceof PersonError && error.status === 422)) return null;
    throw error;
  }
}

/** The summaries a dashboard's tiles read. */
export function summariesOf(dashboard: DashboardDefinition): SummaryDefinition[] {
  return [...new Set(dashboard.tiles.flatMap((tile) => tile.measures.map((measure) => measure.summary)))];
}

/** Days in which every summary of the page is complete, so that no tile ends with a day that only looks like a fall. */
function pageDays(available: (Available | null)[]): Days | null {
  const known = available.filter((days) => days !== null);
  const from = known.map((days) => days.from).sort()[0];
  const to = known.map((days) => days.to).sort()[0];
  if (from === undefined || to === undefined) return null;
  return { from: earlierOf(from, to), to };
}

/** The days every date range of the page asks for; null without one. */
export function daysOf(states: readonly FilterState[], context: RangeContext): Days | null {
  const ranges = states.flatMap((state) =>
    state.kind === 'date-range' ? [resolveDateRange(state.range, context)] : [],
  );
  const from = ranges
    .map((days) => days.from)
    .sort()
    .at(-1);
  const to = ranges.map((days) => days.to).sort()[0];
  return from === undefined || to === undefined ? null : { from, to };
}
