import type { Message } from '#lib/i18n/message.ts';
import type { RefreshRange } from '../view/overview-types.ts';

/** One publish, as its record tells it. */
export type EpochView = {
  epoch: number;
  at: string;
  kind: 'incremental' | 'full' | 'roll back';
  run: string;
  unit: string;
  who: string;
  reason: string | null;
  summaries: EpochSummary[];
  /** False when rows of this epoch or of the one before are gone: then only the record is left. */
  readable: boolean;
};

export type EpochSummary = {
  summary: string;
  /** The days that were published; null: all of them. */
  range: RefreshRange | null;
  opened: string;
  closed: string;
  /** Rows of the summary from this epoch on. */
  rows: string;
  completeThrough: string | null;
};

/** What a publish changed in the numbers. */
export type Restatement = EpochView & {
  changes: RestatedSummary[];
  /** Later epochs that rolled this one back, the oldest first. */
  rolledBackBy: number[];
};

export type RestatedSummary = {
  summary: string;
  /** Width of a partition (`day`, `month`, …); null where a summary has none. */
  partitionBy: string | null;
  /** Names of the measures, in the order of each partition's values. */
  measures: string[];
  partitions: RestatedPartition[];
  /** Partitions that changed and are not listed. */
  more: number;
  /** What could not be compared, and why. */
  note: Message | null;
};

export type RestatedPartition = {
  /** First day; null where the summary has no partitions. */
  partition: string | null;
  /** Rows that came and that went. */
  opened: string;
  closed: string;
  /** Totals over the whole partition, not over the changed rows alone; null where one side has no value. */
  measures: { before: string | null; after: string | null }[];
};
