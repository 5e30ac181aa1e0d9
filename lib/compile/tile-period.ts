import { type Days, daysBetween } from '#lib/definition/date-range.ts';
import type { Tile } from '#lib/definition/tiles.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import type { Generation, StoredColumn, StoredRelation } from './stored.ts';
import type { Group } from './tile-groups.ts';
import { mostRows, mostSeries } from './tile-order.ts';
import { bucketCount, comparedDays, type DayBucket, dayBucket, wholeBuckets } from './tile-time.ts';

/** The days a tile reads, and those it compares them with. */
export type Period = {
  /** The column days are limited by; null where the summary has no time. */
  time: StoredColumn | null;
  /** How wide the summary's own buckets are, and those shown; null where the tile is not grouped by time. */
  kept: DayBucket;
  shown: { group: Group; bucket: DayBucket } | null;
  days: Days | null;
  compared: Days | null;
  notes: Message[];
};

export function periodOf(
  tile: Tile,
  groups: Group[],
  generation: Generation,
  rows: StoredRelation,
  asked: Days | null,
): Period {
  const time = timeColumn(generation, rows);
  const group = groups.find((each) => each.bucket !== null && each.name === time?.name);
  const shown = group?.bucket ? { group, bucket: dayBucket(group.bucket) } : null;
  const kept = dayBucket(time?.bucket ?? 'day');
  const none = { time, kept, shown, days: null, compared: null };
  if (!time) return { ...none, notes: asked ? [message('note.noTime', { summary: generation.summary })] : [] };
  if (!asked)
    return {
      ...none,
      notes: tile.compare ? [message('note.noRange')] : [],
    };

  const days = wholeBuckets(kept, asked);
  const notes =
    days.from === asked.from && days.to === asked.to
      ? []
      : [message('note.wholeBuckets', { summary: generation.summary, unit: kept, days: { days } })];
  return { ...none, days, ...comparison(tile, days, kept, shown, notes) };
}

/** The column that says when: the one the summary is partitioned by, or else its first one with a bucket. */
export function timeColumn(generation: Generation, rows: StoredRelation): StoredColumn | null {
  const times = rows.columns.filter((column) => column.bucket !== null);
  return times.find((column) => column.name === generation.partition?.column) ?? times[0] ?? null;
}

function comparison(
  tile: Tile,
  days: Days,
  kept: DayBucket,
  shown: Period['shown'],
  notes: Message[],
): Pick<Period, 'compared' | 'notes'> {
  if (tile.compare === null) return { compared: null, notes };
  const whole = shown !== null && daysEqual(wholeBuckets(shown.bucket, days), days);
  // Both periods come in one result, so a period that alone fills it leaves no room for the other.
  const room = mostRows / (tile.split === null ? 1 : mostSeries);
  const parts = shown?.group.bucket === 'hour' ? 24 : 1;
  const fits = shown === null || bucketCount(shown.bucket, days) * parts <= room;
  const compared = fits ? comparedDays(whole ? shown.bucket : kept, days, tile.compare) : null;
  if (compared) return { compared, notes };
  return {
    compared: null,
    notes: [...notes, message('note.tooManyDays', { count: daysBetween(days.from, days.to) + 1 })],
  };
}

function daysEqual(a: Days, b: Days): boolean {
  return a.from === b.from && a.to === b.to;
}
