import type { MeasureForm } from '#lib/query/query.ts';
import type { MeasureReference } from './summary.ts';

/** A measure of a tile: its value, or what it says of another number ({@link share}, {@link growth}, {@link change}). */
export type TileMeasure<Dimension extends string = string> = MeasureReference<Dimension> & {
  readonly as?: MeasureForm;
};

export type Compare = 'previous period' | 'previous year';
export type ShownGrain = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A tile as the engine reads it: what to ask for and how to draw it. */
export type Tile = {
  readonly kind: 'number' | 'line' | 'area' | 'bar' | 'table';
  readonly title: string;
  readonly description: string | null;
  readonly measures: readonly TileMeasure[];
  /** Dimensions the rows are grouped by, in order. */
  readonly by: readonly string[];
  /** Coarser buckets for the time dimension in `by`; null keeps the summary's. */
  readonly grain: ShownGrain | null;
  readonly split: string | null;
  readonly stacked: boolean;
  readonly compare: Compare | null;
  readonly sort: { readonly by: string; readonly descending: boolean } | null;
  readonly limit: number | null;
  /** What is left out by a limit, or by the most series a chart draws, as one more row or series. */
  readonly others: boolean;
  /** Over all rows, not only those shown: one row at the end, or one for each of the first dimension's values too. */
  readonly totals: 'none' | 'grand' | 'all';
  readonly width: number | null;
  readonly height: number | null;
  /** Options that no tile of this kind has; only definitions that are not type-checked have them. */
  readonly unknown?: readonly string[];
};

const look = ['description', 'width', 'height'];
/** The options of each kind of tile, as the functions below take them. */
export const tileOptions: Record<Tile['kind'], readonly string[]> = {
  number: ['compare', ...look],
  line: ['by', 'grain', 'split', 'others', 'compare', ...look],
  area: ['by', 'grain', 'split', 'others', 'stacked', ...look],
  bar: ['by', 'grain', 'split', 'others', 'stacked', 'limit', ...look],
  table: ['by', 'grain', 'sort', 'limit', 'others', 'totals', 'compare', ...look],
};

type Look = { description?: string; width?: number; height?: number };
type Measures<D extends string> = TileMeasure<D> | readonly TileMeasure<D>[];

function tile(kind: Tile['kind'], title: string, measures: Measures<never>, rest: Partial<Tile> & Look): Tile {
  const unknown = Object.entries(rest).flatMap(([option, value]) =>
    value === undefined || value === null || tileOptions[kind].includes(option) ? [] : [option],
  );
  return {
    kind,
    title,
    description: rest.description ?? null,
    measures: Array.isArray(measures) ? measures : [measures],
    by: rest.by ?? [],
    grain: rest.grain ?? null,
    split: rest.split ?? null,
    stacked: rest.stacked ?? false,
    compare: rest.compare ?? null,
    sort: rest.sort ?? null,
    limit: rest.limit ?? null,
    others: rest.others ?? false,
    totals: rest.totals ?? 'none',
    width: rest.width ?? null,
    height: rest.height ?? null,
    ...(unknown.length > 0 && { unknown }),
  };
}

type Series<D extends string> = Look & {
  by: D;
  grain?: ShownGrain;
  split?: D;
  /** Whether values of the split that are not drawn are drawn together as "others"; `true` where nothing is said and no limit. */
  others?: boolean;
};

/** What a split does not draw is drawn together, so that a stack is as high as its total; not so what a limit cuts off. */
function split<O extends { split?: string; limit?: number; others?: boolean }>(options: O): O & { others: boolean } {
  return { ...options, others: options.others ?? (options.split !== undefined && options.limit === undefined) };
}

/** One number: `number('Revenue', dailySales.revenue, { compare: 'previous period' })`. */
export function number<D extends string>(
  title: string,
  measure: TileMeasure<D>,
  options: Look & { compare?: Compare } = {},
): Tile {
  return tile('number', title, measure, options);
}

/** Lines over time: `line('Orders by day', dailySales.orders, { by: 'day', split: 'channel' })`. */
export function line<D extends string>(
  title: string,
  measures: Measures<D>,
  options: Series<D> & { compare?: Compare },
): Tile {
  return tile('line', title, measures, { ...split(options), by: [options.by] });
}

/** Filled areas over time, stacked unless `stacked: false`. */
export function area<D extends string>(
  title: string,
  measures: Measures<D>,
  options: Series<D> & { stacked?: boolean },
): Tile {
  return tile('area', title, measures, { stacked: true, ...split(options), by: [options.by] });
}

/**
 * Bars by a dimension, largest first, or by a time bucket, oldest first. `limit` keeps the first so many, and `others: true`
 * adds what it leaves out as one more bar.
 */
export function bar<D extends string>(
  title: string,
  measures: Measures<D>,
  options: Series<D> & { stacked?: boolean; limit?: number },
): Tile {
  return tile('bar', title, measures, { ...split(options), by: [options.by] });
}

/**
 * Rows: `table('By country', [dailySales.orders, dailySales.revenue], { by: 'country', sort: '-revenue' })`; a minus sorts
 * downwards. `totals: 'grand'` adds a row over all rows, also over those that `limit` leaves out; `totals: 'all'` also one for
 * each leading part of `by`. `others: true` adds what the limit leaves out as one more row. `share(…)` and, with `compare`,
 * `growth(…)` stand beside the measures they are of.
 */
export function table<D extends string>(
  title: string,
  measures: Measures<D>,
  options: Look & {
    by: D | readonly D[];
    grain?: ShownGrain;
    sort?: string;
    limit?: number;
    others?: boolean;
    totals?: Tile['totals'];
    compare?: Compare;
  },
): Tile {
  const sort = options.sort;
  return tile('table', title, measures, {
    ...options,
    by: typeof options.by === 'string' ? [options.by] : options.by,
    sort: sort === undefined ? null : { by: sort.replace(/^-/, ''), descending: sort.startsWith('-') },
  });
}

/** Which part of the total a measure is: `table('Countries', [sales.revenue, share(sales.revenue)], { by: 'country' })`. */
export function share<D extends string>(measure: MeasureReference<D>): TileMeasure<D> {
  return { ...measure, as: 'share' };
}

/** How much a measure has grown since the period that `compare` names, as a part of what it was. */
export function growth<D extends string>(measure: MeasureReference<D>): TileMeasure<D> {
  return { ...measure, as: 'growth' };
}

/** By how much a measure has changed since the period that `compare` names. */
export function change<D extends string>(measure: MeasureReference<D>): TileMeasure<D> {
  return { ...measure, as: 'change' };
}
