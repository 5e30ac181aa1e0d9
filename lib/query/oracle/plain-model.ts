import type { TimeBucket } from '#lib/definition/grain.ts';
import type { Subject } from '../query.ts';

/**
 * What the questions to one summary or topic mean over the raw rows, written by hand: nothing here is taken from a
 * definition, from the compiler or from the code that shapes answers, so that it cannot be wrong with them.
 */
export type PlainModel = {
  readonly subject: Subject;
  /** A select of one row for each raw row: the local moment as `at`, each dimension by its name, and what measures read. */
  readonly rows: string;
  readonly weekStart: 'monday' | 'sunday';
  /** The buckets a question may ask for, and the one a question to this summary is widened to. */
  readonly grains: readonly TimeBucket[];
  readonly kept: 'day' | 'month';
  readonly dimensions: Readonly<Record<string, PlainDimension>>;
  readonly measures: Readonly<Record<string, PlainMeasure>>;
  /** The last day that is complete; null where that is the last day with rows. */
  readonly completeTo: string | null;
  /** The days to ask for: a little more than there are rows of. */
  readonly span: { readonly from: string; readonly to: string };
};

export type PlainDimension = {
  readonly type: 'text' | 'integer' | 'boolean' | 'month';
  /** Values to ask for; null is no value. */
  readonly values: readonly (string | null)[];
};

export type PlainMeasure = {
  /** Over the rows of a group. `in_last_day` is true for the rows of the last day that has any, within the period shown. */
  readonly sql: string;
  readonly kind: 'sum' | 'distinct' | 'extreme' | 'quotient' | 'last';
};
