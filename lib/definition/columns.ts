/** How a measure may be re-aggregated over rows of its summary. */
export type Additivity = 'sum' | 'min' | 'max' | 'ratio' | 'distinct';

type Shown = {
  label?: string;
  description?: string;
  /** A currency code (`USD`), `percent` (0.25 is shown as 25 %), or a word printed after the number (`minutes`). */
  unit?: string;
  /** Digits after the decimal point: how a sum is stored and how every measure is shown. */
  scale?: number;
};

type Common = {
  readonly label: string | null;
  readonly description: string | null;
  readonly unit: string | null;
  readonly scale: number | null;
};

export type CountColumn<C extends string = string> = Common & { readonly kind: 'count'; readonly of: C | null };
export type SumColumn<C extends string = string> = Common & { readonly kind: 'sum'; readonly of: C };
export type ExtremeColumn<C extends string = string> = Common & { readonly kind: 'min' | 'max'; readonly of: C };
export type DistinctColumn<C extends string = string> = Common & {
  readonly kind: 'distinct';
  readonly of: C;
  readonly companion: boolean;
};
export type RatioColumn = Common & { readonly kind: 'ratio'; readonly numerator: string; readonly denominator: string };

export type MeasureColumn<C extends string = string> =
  | CountColumn<C>
  | SumColumn<C>
  | ExtremeColumn<C>
  | DistinctColumn<C>
  | RatioColumn;

function shown(options: Shown = {}): Common {
  return {
    label: options.label ?? null,
    description: options.description ?? null,
    unit: options.unit ?? null,
    scale: options.scale ?? null,
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

/** The additivity that follows from how a measure was declared. */
export function additivityOf(column: MeasureColumn): Additivity {
  return column.kind === 'count' ? 'sum' : column.kind;
}
