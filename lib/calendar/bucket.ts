import type { TimeBucket, WeekStart } from '#lib/definition/grain.ts';
import { addDays, addMonths, type Days, daysBetween } from './day.ts';

/** Spans of whole days; hours are cut out of days by `hours.ts`. */
export type DayBucket = Exclude<TimeBucket, 'hour'>;

/** The days of a range are never cut finer than a day. */
export function dayBucket(bucket: TimeBucket): DayBucket {
  return bucket === 'hour' ? 'day' : bucket;
}

/** The first day of the bucket a day lies in. */
export function startOf(bucket: DayBucket, day: string, weekStart: WeekStart): string {
  const [year = '', month = ''] = day.split('-');
  switch (bucket) {
    case 'day':
      return day;
    case 'week': {
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
      return addDays(day, -(weekStart === 'sunday' ? weekday : (weekday + 6) % 7));
    }
    case 'month':
      return `${year}-${month}-01`;
    case 'quarter':
      return `${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
    case 'year':
      return `${year}-01-01`;
  }
}

/** The last day of the bucket a day lies in. */
export function endOf(bucket: DayBucket, day: string, weekStart: WeekStart): string {
  return addDays(addBuckets(bucket, startOf(bucket, day, weekStart), 1), -1);
}

/** The first day of the bucket so many after the one that begins on `start`. */
export function addBuckets(bucket: DayBucket, start: string, count: number): string {
  switch (bucket) {
    case 'day':
      return addDays(start, count);
    case 'week':
      return addDays(start, 7 * count);
    default:
      return addMonths(start, monthsIn[bucket] * count);
  }
}

/** How many buckets a range touches. */
export function bucketCount(bucket: DayBucket, days: Days, weekStart: WeekStart): number {
  if (days.from > days.to) return 0;
  const [from, to] = [startOf(bucket, days.from, weekStart), startOf(bucket, days.to, weekStart)];
  if (bucket === 'day') return daysBetween(from, to) + 1;
  if (bucket === 'week') return daysBetween(from, to) / 7 + 1;
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return months / monthsIn[bucket] + 1;
}

/** The first days of the buckets a range touches, oldest first. */
export function bucketsOf(bucket: DayBucket, days: Days, weekStart: WeekStart): string[] {
  const first = startOf(bucket, days.from, weekStart);
  return Array.from({ length: bucketCount(bucket, days, weekStart) }, (_, index) => addBuckets(bucket, first, index));
}

/** A range widened to whole buckets. */
export function wholeBuckets(bucket: DayBucket, days: Days, weekStart: WeekStart): Days {
  return { from: startOf(bucket, days.from, weekStart), to: endOf(bucket, days.to, weekStart) };
}

/** Whether a range begins and ends where buckets do. */
export function isWhole(bucket: DayBucket, days: Days, weekStart: WeekStart): boolean {
  const whole = wholeBuckets(bucket, days, weekStart);
  return whole.from === days.from && whole.to === days.to;
}

export const monthsIn = { month: 1, quarter: 3, year: 12 } as const;
