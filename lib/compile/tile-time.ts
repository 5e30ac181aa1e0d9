import { addDays, addMonths, type Days, daysBetween, previousDays, startOf } from '#lib/definition/date-range.ts';
import type { TimeBucket } from '#lib/definition/grain.ts';
import type { Compare } from '#lib/definition/tiles.ts';

export type DayBucket = Exclude<TimeBucket, 'hour'>;

/** The days of a range are never cut finer than a day. */
export function dayBucket(bucket: TimeBucket): DayBucket {
  return bucket === 'hour' ? 'day' : bucket;
}

/** The last day of the bucket a day lies in. */
export function endOf(bucket: DayBucket, day: string): string {
  return addDays(nextBucket(bucket, startOf(bucket, day)), -1);
}

/** The first day of the bucket after the one that begins on `start`. */
export function nextBucket(bucket: DayBucket, start: string): string {
  return addBuckets(bucket, start, 1);
}

export function addBuckets(bucket: DayBucket, start: string, count: number): string {
  switch (bucket) {
    case 'day':
      return addDays(start, count);
    case 'week':
      return addDays(start, 7 * count);
    case 'month':
      return addMonths(start, count);
    case 'quarter':
      return addMonths(start, 3 * count);
    case 'year':
      return addMonths(start, 12 * count);
  }
}

/** How many buckets a range touches. */
export function bucketCount(bucket: DayBucket, days: Days): number {
  if (days.from > days.to) return 0;
  const [from, to] = [startOf(bucket, days.from), startOf(bucket, days.to)];
  if (bucket === 'day') return daysBetween(from, to) + 1;
  if (bucket === 'week') return daysBetween(from, to) / 7 + 1;
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return months / { month: 1, quarter: 3, year: 12 }[bucket] + 1;
}

/** The first days of the buckets a range touches, oldest first. */
export function bucketsOf(bucket: DayBucket, days: Days): string[] {
  const first = startOf(bucket, days.from);
  return Array.from({ length: bucketCount(bucket, days) }, (_, index) => addBuckets(bucket, first, index));
}

/** A range widened to whole buckets. */
export function wholeBuckets(bucket: DayBucket, days: Days): Days {
  return { from: startOf(bucket, days.from), to: endOf(bucket, days.to) };
}

/** Longer ranges have no period before them that a calendar of four-digit years can name. */
const longestCompared = 200_000;

/**
 * The period compared with, or null where there is none. Whole months are compared with as many whole months, not with as
 * many days: the period before March to May is December to February.
 */
export function comparedDays(bucket: DayBucket, days: Days, compare: Compare): Days | null {
  if (daysBetween(days.from, days.to) > longestCompared || days.from < '1000') return null;
  // 52 weeks, so that a week stands beside a week.
  if (compare === 'previous year' && bucket === 'week')
    return { from: addDays(days.from, -364), to: addDays(days.to, -364) };
  if (compare === 'previous year') return wholeBuckets(bucket, previousDays(days, compare));
  if (bucket === 'day' || bucket === 'week') return previousDays(days, compare);
  return { from: addBuckets(bucket, days.from, -bucketCount(bucket, days)), to: addDays(days.from, -1) };
}

/**
 * The bucket of the compared period that stands beside a bucket of the asked one: the one at the same place in the period,
 * or the same day of the year before. 29 February has no counterpart.
 */
export function counterpart(
  bucket: DayBucket,
  start: string,
  days: Days,
  compared: Days,
  compare: Compare,
): string | null {
  if (compare === 'previous year' && bucket !== 'week') {
    const before = addMonths(start, -12);
    return before.slice(5) === start.slice(5) ? before : null;
  }
  const place = bucketCount(bucket, { from: startOf(bucket, days.from), to: start }) - 1;
  const other = addBuckets(bucket, startOf(bucket, compared.from), place);
  return other <= compared.to ? other : null;
}

/** Days as text sort by time; `Math.min` would make numbers of them. */
export function earlierOf(a: string, b: string): string {
  return [a, b].sort()[0] ?? a;
}

export function laterOf(a: string, b: string): string {
  return [a, b].sort()[1] ?? b;
}
