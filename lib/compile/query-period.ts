import { type DayBucket, dayBucket } from '#lib/calendar/bucket.ts';
import type { Days } from '#lib/calendar/day.ts';
import type { Group } from './query-groups.ts';
import type { Generation, StoredColumn, StoredRelation } from './stored.ts';

/** The days a question reads, and those it compares them with. */
export type Period = {
  /** The column days are limited by; null where the summary has no time. */
  time: StoredColumn | null;
  /** How wide the summary's own buckets are, and those shown; null where rows are not grouped by time. */
  kept: DayBucket;
  shown: { group: Group; bucket: DayBucket } | null;
  days: Days | null;
  compared: Days | null;
};

/** What the rows of a question show of its days. */
export function shownPeriod(
  groups: readonly Group[],
  generation: Generation,
  rows: StoredRelation,
  { days, compared }: { days: Days | null; compared: Days | null },
): Period {
  const time = timeColumn(generation, rows);
  const group = groups.find((each) => each.dimension === '@');
  const shown = group?.bucket ? { group, bucket: dayBucket(group.bucket) } : null;
  const kept = dayBucket(time?.bucket ?? 'day');
  return time ? { time, kept, shown, days, compared } : { time, kept, shown, days: null, compared: null };
}

/** The column that says when: the one the summary is partitioned by, or else its first one with a bucket. */
export function timeColumn(generation: Generation, rows: StoredRelation): StoredColumn | null {
  const times = rows.columns.filter((column) => column.bucket !== null);
  return times.find((column) => column.name === generation.partition?.column) ?? times[0] ?? null;
}
