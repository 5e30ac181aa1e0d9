/**
 * How a measure may be re-aggregated over rows of its summary. `last` adds up over every dimension but time, of which only
 * the last moment counts.
 */
export type Additivity = 'sum' | 'min' | 'max' | 'ratio' | 'distinct' | 'last';

/** What stands where a period has no rows: zero, nothing, or what stood in the period before. */
export type Fill = 'zero' | 'null' | 'carry';

type Shown = {
  label?: string;
  description?: string;
  /** A currency code (`USD`), `percent` (0.25 is shown as 25 %), or a word printed after the number (`minutes`). */
  unit?: string;
  /** Digits after the decimal point: how a sum is stored and how every measure is shown. */
  scale?: number;
  /** What a period without rows shows. Left out: `zero` for counts, sums and distinct counts, `carry` for `last`, else `null`. */
  fill?: Fill;
};

type Common = {
  readonly label: string | null;
  readonly description: string | null;
  readonly unit: string | null;
  readonly scale: number | null;
  readonly fill: Fill | null;
};

export type CountColumn<C extends string = string> = Common & { readonly kind: 'count'; readonly of: C | null };
export type SumColumn<C extends string = string> = Common & { readonly kind: 'sum'; readonly of: C };
export type ExtremeColumn<C extends string = string> = Common & { readonly kind: 'min' | 'max'; readonly of: C };
export type DistinctColumn<C extends string = string> = Common & {
  readonly kind: 'distinct';
  readonly of: C;
  readonly companion: boolean;
};
export type LastColumn<C extends string = string> = Common & { readonly kind: 'last'; readonly of: C };
export type AverageColumn<C extends string = string> = Common & {
  readonly kind: 'average';
  readonly of: C;
  /** The column that says how much each value counts; null where each counts once. */
  readonly weight: C | null;
};
export type RatioColumn = Common & { readonly kind: 'ratio'; readonly numerator: string; readonly denominator: string };

export type MeasureColumn<C extends string = string> =
  | CountColumn<C>
  | SumColumn<C>
  | ExtremeColumn<C>
  | DistinctColumn<C>
  | LastColumn<C>
  | AverageColumn<C>
  | RatioColumn;

function shown(options: Shown = {}): Common {
  return {
    label: options.label ?? null,
    description: options.description ?? null,
    unit: options.unit ?? null,
    scale: options.scale ?? null,
    fill: options.fill ?? null,
  };
}

/** The number of rows, or of rows where a column is not null: `count()`, `count('shipped_at')`. Adds up. */
export function count(options?: Shown): CountColumn<never>;
export function count<const C extends string>(column: C, options?: Shown): CountColumn<C>;
export function count(column?: string | Shown, options?: Shown): CountColumn {
  return typeof column === 'string'
    ? { kind: 'count', of: column, ...shown(options) }
    : { kind: 'count', of: null, ...shown(column) };
}

/**
 * The total of a column. Adds up. Each value is rounded to `scale` digits before it is added, as an exact decimal, so any
 * order and any regrouping gives the same total. `scale` may be left out for whole numbers and `numeric(p,s)` columns.
 */
export function sum<const C extends string>(column: C, options?: Shown): SumColumn<C> {
  return { kind: 'sum', of: column, ...shown(options) };
}

/** The smallest value of a column. The smallest of several rows is their minimum. */
export function min<const C extends string>(column: C, options?: Shown): ExtremeColumn<C> {
  return { kind: 'min', of: column, ...shown(options) };
}

/** The largest value of a column. The largest of several rows is their maximum. */
export function max<const C extends string>(column: C, options?: Shown): ExtremeColumn<C> {
  return { kind: 'max', of: column, ...shown(options) };
}

/**
 * One measure of the same summary divided by another, for whatever rows are asked for: total by total, never an average of
 * ratios. Null where the denominator is zero.
 */
export function ratio(numerator: string, denominator: string, options?: Shown): RatioColumn {
  return { kind: 'ratio', numerator, denominator, ...shown(options) };
}

/**
 * How many different values a column has. Such counts cannot be added up, so a companion table keyed by the grain and the
 * value is kept, which answers exactly under any filter and any coarser grouping. `{ companion: false }` saves its space:
 * then only questions at exactly the summary's grain are answered.
 */
export function distinct<const C extends string>(
  column: C,
  options?: Shown & { companion?: boolean },
): DistinctColumn<C> {
  return { kind: 'distinct', of: column, companion: options?.companion ?? true, ...shown(options) };
}

/**
 * A level that is told again and again, such as units in stock: it adds up over every dimension, but over time only the last
 * moment counts. A day holds the rows of the last moment that any of its rows has; a month of days those of its last day.
 * Each value is rounded to `scale` digits, as in {@link sum}.
 *
 * @example
 * grain: { day: date('counted_at'), warehouse: text() },
 * columns: { units: last('units') },
 */
export function last<const C extends string>(column: C, options?: Shown): LastColumn<C> {
  return { kind: 'last', of: column, ...shown(options) };
}

/**
 * The mean of a column over whatever rows are asked for, each value counted once or by its `weight`: a total by a total,
 * never an average of averages. Rows without a value, or without a weight, do not count. Null where the weights are zero.
 *
 * @example
 * columns: { price: average('unit_price', { weight: 'quantity', unit: 'USD', scale: 2 }) },
 */
export function average<const C extends string>(column: C, options?: Shown & { weight?: never }): AverageColumn<C>;
export function average<const C extends string, const W extends string>(
  column: C,
  options: Shown & { weight: W },
): AverageColumn<C | W>;
export function average(column: string, options?: Shown & { weight?: string }): AverageColumn {
  return { kind: 'average', of: column, weight: options?.weight ?? null, ...shown(options) };
}

/** Under which names the two sums are stored that an average is computed from. */
export function partsOfAverage(name: string): { total: string; weight: string } {
  return { total: `${name}_total`, weight: `${name}_weight` };
}

/** What a period without rows shows for a measure. */
export function fillOf(column: MeasureColumn): Fill {
  return column.fill ?? defaultFill(additivityOf(column));
}

/** What a period without rows shows where the definition does not say. */
export function defaultFill(additivity: Additivity): Fill {
  if (additivity === 'last') return 'carry';
  return additivity === 'sum' || additivity === 'distinct' ? 'zero' : 'null';
}

/** The additivity that follows from how a measure was declared. */
export function additivityOf(column: MeasureColumn): Additivity {
  if (column.kind === 'count') return 'sum';
  return column.kind === 'average' ? 'ratio' : column.kind;
}
