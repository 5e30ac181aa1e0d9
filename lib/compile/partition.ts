import { nests, type TimeBucket } from '#lib/definition/grain.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { timeOf } from '#lib/definition/time-of.ts';

/** The slice of a summary that a refresh replaces: its width, and the stored column that tells a row's slice. */
export type Partition = { by: Exclude<TimeBucket, 'hour'>; column: string };

/** The partitions of a summary: none where a bucket of its time would straddle two. */
export function partitionOf(summary: SummaryDefinition): Partition | null {
  const { by } = summary.refresh;
  const time = timeOf(summary);
  return by && time && nests(time.bucket, by) ? { by, column: time.column } : null;
}
