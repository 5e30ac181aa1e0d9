import { nests, type TimeBucket } from '#lib/definition/grain.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';

/** The slice of a summary that a refresh replaces: its width, and the stored column that tells a row's slice. */
export type Partition = { by: Exclude<TimeBucket, 'hour'>; column: string };

/** The time that partitions a summary: one whose bucket does not straddle two partitions. */
export function partitionOf(summary: SummaryDefinition): Partition | null {
  const { by } = summary.refresh;
  if (!by) return null;
  const times = Object.entries(summary.grain).filter(([, column]) => column.kind === 'time');
  const found =
    times.find(([, column]) => column.bucket === by) ?? times.find(([, { bucket }]) => bucket && nests(bucket, by));
  return found ? { by, column: found[0] } : null;
}
