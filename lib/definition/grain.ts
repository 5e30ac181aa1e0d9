export type TimeBucket = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** The day a summary's weeks begin on. */
export type WeekStart = 'monday' | 'sunday';

/** Buckets that whole buckets of the key add up to. A week is part of no month. */
export const coarser: Record<TimeBucket, readonly TimeBucket[]> = {
  hour: ['hour', 'day', 'week', 'month', 'quarter', 'year'],
  day: ['day', 'week', 'month', 'quarter', 'year'],
  week: ['week'],
  month: ['month', 'quarter', 'year'],
  quarter: ['quarter', 'year'],
  year: ['year'],
};

/** True when buckets of width `fine` can be put together to buckets of width `wide`. */
export function nests(fine: TimeBucket, wide: TimeBucket): boolean {
  return coarser[fine].includes(wide);
}

/**
 * A column of a summary's grain: which column of the rows it is taken from (its own name when left out), and for a moment
 * in time, the bucket it falls in. Days are those of the summary's zone; weeks start on Monday (ISO 8601), or where the summary's
 * `weekStart` says so on Sunday.
 */
export type GrainColumn<Column extends string = string> = {
  readonly kind: 'text' | 'integer' | 'boolean' | 'time';
  readonly from: Column | null;
  readonly bucket: TimeBucket | null;
  readonly label: string | null;
  readonly description: string | null;
};

type Options = { label?: string; description?: string };

function grain<Column extends string>(
  kind: GrainColumn['kind'],
  from: Column | undefined,
  bucket: TimeBucket | null,
  options: Options | undefined,
): GrainColumn<Column> {
  return { kind, from: from ?? null, bucket, label: options?.label ?? null, description: options?.description ?? null };
}

/** A dimension of words. `country: text()` reads the rows' column `country`; `country: text('ship_country')` another. */
export function text(): GrainColumn<never>;
export function text<const C extends string>(column: C, options?: Options): GrainColumn<C>;
export function text(column?: string, options?: Options): GrainColumn {
  return grain('text', column, null, options);
}

/** A dimension of whole numbers (an id, a year, a size). */
export function integer(): GrainColumn<never>;
export function integer<const C extends string>(column: C, options?: Options): GrainColumn<C>;
export function integer(column?: string, options?: Options): GrainColumn {
  return grain('integer', column, null, options);
}

/** A dimension that is true or false. */
export function boolean(): GrainColumn<never>;
export function boolean<const C extends string>(column: C, options?: Options): GrainColumn<C>;
export function boolean(column?: string, options?: Options): GrainColumn {
  return grain('boolean', column, null, options);
}

/** The day a moment falls on, in the summary's zone. */
export const date = <C extends string>(column: C, options?: Options) => grain<C>('time', column, 'day', options);
/**
 * The hour a moment falls in, as local time of the summary's zone. The hour that comes twice where clocks go back is one, and
 * holds both; the one that is skipped is none.
 */
export const hour = <C extends string>(column: C, options?: Options) => grain<C>('time', column, 'hour', options);
/** The first day of the week a moment falls in: a Monday, or the Sunday of a summary whose `weekStart` says so. */
export const week = <C extends string>(column: C, options?: Options) => grain<C>('time', column, 'week', options);
/** The first day of the month a moment falls in. */
export const month = <C extends string>(column: C, options?: Options) => grain<C>('time', column, 'month', options);
/** The first day of the quarter a moment falls in. */
export const quarter = <C extends string>(column: C, options?: Options) => grain<C>('time', column, 'quarter', options);
/** The first of January of the year a moment falls in. */
export const year = <C extends string>(column: C, options?: Options) => grain<C>('time', column, 'year', options);
