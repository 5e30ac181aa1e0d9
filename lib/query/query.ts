import type { TimeBucket } from '#lib/definition/grain.ts';
import type { Compare } from '#lib/definition/tiles.ts';

/**
 * A question to a topic or to one summary, in canonical form: what dashboards, explore and exports ask. Two questions that
 * mean the same are the same object as JSON (`canonical.ts`), and have the same URL (`url.ts`).
 */
export type Query = {
  readonly from: Subject;
  /** In the order of the result's columns; never empty. */
  readonly measures: readonly QueryMeasure[];
  /**
   * What rows are grouped by, in the order of the result's columns: `country`; a second time column at a coarser bucket as
   * `cohort@month`; and `@` where the time column stands. `@` is present exactly when `grain` is not null.
   */
  readonly dimensions: readonly string[];
  /** The buckets of the time column; null groups by no time. */
  readonly grain: TimeBucket | null;
  readonly filters: readonly QueryFilter[];
  /** The span of the time column as `dateRangeText` writes it: `last-28-days`, `2001-01-01..2001-06-30`; null is everything. */
  readonly range: string | null;
  readonly compare: Compare | null;
  /** Those of `dimensions` whose values become columns (series of a chart, columns of a pivot table). */
  readonly pivot: readonly string[];
  /**
   * First the most important. Empty: time ascending, as a course of time whose gaps are filled where time comes first, else the
   * first measure descending; then the dimensions. Rows of a pivot go by their total over all its columns.
   */
  readonly sort: readonly QuerySort[];
  /** The most rows (by the dimensions that are not pivoted); null is as many as Summa shows. */
  readonly limit: number | null;
  /**
   * The most columns of the pivot, the largest by the first measure, a ratio by its denominator; columns of time in the order
   * of time. Null is as many as Summa shows.
   */
  readonly pivotLimit: number | null;
  /** What falls behind a limit is added as one more row or column, by the measure's own rule. */
  readonly others: boolean;
  /** `grand`: over all rows. `all`: also over each leading part of the dimensions, and the margins of a pivot. */
  readonly totals: 'none' | 'grand' | 'all';
};

export type Subject = { readonly topic: string } | { readonly summary: string };

/**
 * A measure as it is, or what it says of another number: its share of the grand total, of its row's or its column's total
 * (of a pivot), its change since the period compared with, and that change as a part of the earlier value.
 */
export type MeasureForm = 'value' | 'share' | 'share-of-row' | 'share-of-column' | 'change' | 'growth';
export type QueryMeasure = { readonly name: string; readonly as: MeasureForm };

/**
 * Which rows count. `not` is everything else, rows without a value included: a filter and its `not` add up to all rows.
 * `between` takes both ends; a missing end is open. Values are texts as the database writes them, null is "no value".
 */
export type QueryFilter =
  | {
      readonly column: string;
      readonly op: 'in';
      readonly not: boolean;
      readonly values: readonly (string | null)[];
    }
  | {
      readonly column: string;
      readonly op: 'between';
      readonly not: boolean;
      readonly from: string | null;
      readonly to: string | null;
    }
  | {
      readonly column: string;
      readonly op: 'contains' | 'starts';
      readonly not: boolean;
      readonly text: string;
    };

export type QuerySort = { readonly by: string; readonly descending: boolean };
