import type { Kysely } from 'kysely';
import type { Source, SourceDefinition, TablesOf } from './source.ts';
import type { RowsQuery } from './summary.ts';

/** `block` keeps a build that fails from being published; `warn` is shown with the run, and publishing goes on. */
export type Severity = 'block' | 'warn';

type Options = {
  /** `block` where nothing is said. */
  severity?: Severity;
};

type Kinds =
  | { readonly kind: 'not-null'; readonly column: string }
  | { readonly kind: 'accepted-values'; readonly column: string; readonly values: readonly string[] }
  | { readonly kind: 'conserves'; readonly measure: string }
  | { readonly kind: 'usual'; readonly measure: string | null; readonly within: number }
  | {
      readonly kind: 'sql';
      readonly name: string;
      readonly sources: readonly SourceDefinition[];
      readonly rows: (db: Kysely<never>) => RowsQuery<unknown>;
    };

/**
 * A test a build must pass before it is published. Unique grain and the zero-row guard are always on and need no line.
 */
export type Check = Kinds & { readonly severity: Severity };

const checked = (check: Kinds, { severity = 'block' }: Options = {}): Check => ({ ...check, severity });

/** No row of the build may have null here. */
export function notNull(column: string, options?: Options): Check {
  return checked({ kind: 'not-null', column }, options);
}

/** Every row of the build has one of these values here (or null). */
export function acceptedValues(column: string, values: readonly string[], options?: Options): Check {
  return checked({ kind: 'accepted-values', column, values }, options);
}

/** The total of a sum or count over the build equals the total over the source rows it was built from, in one snapshot. */
export function conserves(measure: string, options?: Options): Check {
  return checked({ kind: 'conserves', measure }, options);
}

type Usual = Options & {
  /** How far from usual is still fine: 0.5 allows from half as many to half as many again. */
  within: number;
};

/**
 * Each partition of the build has about as many rows as usual. Usual is what was published: the median of the same weekday
 * in the eight weeks before (of the eight partitions before, where partitions are not days), or what is served of the
 * partition itself. Fewer than four partitions before it are no history, and then it passes. The newest partition may not
 * be over, so it is never too small, and, as long as it is the newest served, no measure for others. A summary without
 * partitions is compared with what it served last. Rows here are rows of the summary; for what they stand for, see
 * {@link totalUsual}.
 */
export function rowsUsual(options: Usual): Check {
  return checked({ kind: 'usual', measure: null, within: options.within }, options);
}

/**
 * The total of a sum or count in each partition is about as usual, by the rule of {@link rowsUsual}. A source that was
 * loaded twice, or in half, has as many countries per day as ever: `totalUsual('orders', { within: 0.5 })` sees it.
 */
export function totalUsual(measure: string, options: Usual): Check {
  return checked({ kind: 'usual', measure, within: options.within }, options);
}

/** The rows just built of a summary, by the names of its grain and its stored measures. */
type Built = { built: Record<string, unknown> };

/**
 * Your own test: a query that returns the rows that are wrong; none means that the build passes. It reads the rows just
 * built as `built` and any source it lists, in the snapshot the build read, and can write nothing.
 *
 * @example
 * sqlCheck('refunds are not larger than revenue', {
 *   rows: (db) => db.selectFrom('built').selectAll().whereRef('refunds', '>', 'revenue'),
 * })
 */
export function sqlCheck<const S extends readonly Source[] = []>(
  name: string,
  given: Options & { sources?: S; rows: (db: Kysely<TablesOf<S> & Built>) => RowsQuery<unknown> },
): Check {
  const rows = given.rows as unknown as (db: Kysely<never>) => RowsQuery<unknown>;
  return checked({ kind: 'sql', name, sources: given.sources ?? [], rows }, given);
}
