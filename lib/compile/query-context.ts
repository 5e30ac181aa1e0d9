import type { RawBuilder } from 'kysely';
import type { Days } from '#lib/calendar/day.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import type { Group } from './query-groups.ts';
import type { Measure } from './query-measures.ts';
import type { Period } from './query-period.ts';
import type { Scope } from './scope.ts';
import type { Generation } from './stored.ts';

/** What a question is asked at: which build of a summary, which moment, whose rows, which days. */
export type QueryContext = {
  dialect: Dialect;
  schema: string;
  generation: Generation;
  /** The epoch whose rows are read, or those served now, whichever that is. */
  epoch: number | 'current';
  scope: Scope;
  /** The days asked for, both included, in whole buckets of the summary; null is everything. */
  days: Days | null;
  /** The days compared with, or null. */
  compared: Days | null;
};

/** Columns after the measures that say what a row is; see {@link CompiledQuestion.hidden}. */
export type HiddenColumn = '_period' | '_level' | '_rest' | '_rank' | '_count' | '_rows';

/** A question as one statement, and what its rows mean. */
export type CompiledQuestion = {
  ok: true;
  query: RawBuilder<unknown>;
  /** What the first columns of a row are. */
  groups: Group[];
  /** What the columns after them are. */
  measures: Measure[];
  /**
   * What the columns after the measures say, in order: `_period` 0 for the days asked for and 1 for those compared with;
   * `_level` an index into `levels`; `_rest` a bit for each group that stands for "others", the first group's is 1; `_rank`
   * and `_count` which of how many columns of a pivot a row belongs to; `_rows` how many rows there are before the limit.
   */
  hidden: readonly HiddenColumn[];
  /** The dimensions that remain in the rows of each level; those of level 0 are all. */
  levels: readonly (readonly string[])[];
  /**
   * The level of rows that only say in which buckets the summary has rows, filters or not, with the bucket as `@` and nothing
   * else; null where no measure needs to know.
   */
  marked: number | null;
  period: Period;
  /** Rows come newest first so that a limit cuts the oldest; they are shown oldest first, and gaps are filled. */
  newestFirst: boolean;
  /** The most rows shown, and whether the question says so rather than Summa. */
  limit: { rows: number; defined: boolean };
  notes: Message[];
};

export type TileRefusal = { ok: false; message: Message };
