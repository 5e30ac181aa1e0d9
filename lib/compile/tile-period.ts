import { type Days, daysBetween } from '#lib/definition/date-range.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import type { Query } from '#lib/query/query.ts';
import type { Group } from './query-groups.ts';
import { mostRows, mostSeries } from './query-order.ts';
import { rowsOfGeneration } from './read.ts';
import type { Generation, StoredColumn, StoredRelation } from './stored.ts';
import { bucketCount, comparedDays, type DayBucket, dayBucket, wholeBuckets } from './tile-time.ts';

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

export type AskedPeriod = { days: Days | null; compared: Days | null; notes: Message[] };

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

/** The days a question reads of a summary and those it compares them with, and what a reader must be told of them. */
export function periodOf(query: Query, generation: Generation, asked: Days | null): AskedPeriod {
  const time = timeColumn(generation, rowsOfGeneration(generation));
  const none = { days: null, compared: null };
  if (!time) return { ...none, notes: asked ? [message('note.noTime', { summary: generation.summary })] : [] };
  if (!asked) return { ...none, notes: query.compare ? [message('note.noRange')] : [] };

  const kept = dayBucket(time.bucket ?? 'day');
  const days = wholeBuckets(kept, asked);
  const notes =
    days.from === asked.from && days.to === asked.to
      ? []
      : [message('note.wholeBuckets', { summary: generation.summary, unit: kept, days: { days } })];
  return { days, ...comparison(query, days, kept, notes) };
}

/** The column that says when: the one the summary is partitioned by, or else its first one with a bucket. */
export function timeColumn(generation: Generation, rows: StoredRelation): StoredColumn | null {
  const times = rows.columns.filter((column) => column.bucket !== null);
  return times.find((column) => column.name === generation.partition?.column) ?? times[0] ?? null;
}

function comparison(query: Query, days: Days, kept: DayBucket, notes: Message[]): Omit<AskedPeriod, 'days'> {
  if (query.compare === null) return { compared: null, notes };
  const shown = query.grain === null ? null : dayBucket(query.grain);
  const whole = shown !== null && daysEqual(wholeBuckets(shown, days), days);
  // Both periods come in one result, so a period that alone fills it leaves no room for the other.
  const room = mostRows / (query.pivot.length === 0 ? 1 : mostSeries);
  const parts = query.grain === 'hour' ? 24 : 1;
  const fits = shown === null || bucketCount(shown, days) * parts <= room;
  const compared = fits ? comparedDays(whole ? shown : kept, days, query.compare) : null;
  if (compared) return { compared, notes };
  return {
    compared: null,
    notes: [...notes, message('note.tooManyDays', { count: daysBetween(days.from, days.to) + 1 })],
  };
}

function daysEqual(a: Days, b: Days): boolean {
  return a.from === b.from && a.to === b.to;
}
