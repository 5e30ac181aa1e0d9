import type { WeekStart } from '#lib/definition/grain.ts';
import type { Compare } from '#lib/definition/tiles.ts';
import { addBuckets, bucketCount, type DayBucket, endOf, monthsIn, startOf, wholeBuckets } from './bucket.ts';
import { addDays, addMonths, type Days, daysBetween, earlierOf } from './day.ts';

/** A period, as what it is compared with follows from it. */
export type Asked = {
  days: Days;
  compare: Compare;
  /** What the period is whole buckets of: those it is shown in, or else those the summary keeps. */
  bucket: DayBucket;
  weekStart: WeekStart;
  /** The unit of a range that begins with one and goes up to a date, such as the month of `month to date`; else null. */
  toDate: 'week' | 'month' | 'quarter' | 'year' | null;
  /** The last day of which everything is known; null where nothing is known of that. */
  through: string | null;
};

/** Longer ranges have no period before them that a calendar of four-digit years can name. */
const longestCompared = 200_000;

/**
 * The period compared with, or null where there is none. Like with like: whole months are compared with as many whole
 * months, a part of a month with the same part of the one before, and what is missing of the end of the period, because it
 * is not complete yet, is left out of the other one too.
 */
export function comparedDays(asked: Asked): Days | null {
  const { days, compare, bucket, weekStart, through } = asked;
  if (daysBetween(days.from, days.to) > longestCompared || days.from < '1000') return null;
  const before = earlier(asked);
  const whole =
    compare === 'previous year' && bucket !== 'week'
      ? wholeBuckets(bucket, { from: before(days.from), to: before(days.to) }, weekStart)
      : { from: before(days.from), to: before(days.to) };
  // A month is longer than the one before it; periods never share a day.
  const apart = { from: whole.from, to: earlierOf(whole.to, addDays(days.from, -1)) };
  if (through === null || days.to <= through) return apart;
  return through < days.from ? null : { from: apart.from, to: earlierOf(apart.to, before(through)) };
}

/** The bucket of the compared period that stands beside the shown one that begins on `start`, where there is one. */
export function counterpart(shown: DayBucket, start: string, asked: Asked, compared: Days): string | null {
  const { days, compare, weekStart } = asked;
  const months = monthsBefore(asked);
  if (months !== null && shown !== 'week' && (shown === 'day' || compare === 'previous year')) {
    const other = addMonths(start, -months);
    // 29 February and, of a shorter month, 31 have no counterpart.
    return other.slice(8) === start.slice(8) && other <= compared.to ? other : null;
  }
  const place = bucketCount(shown, { from: startOf(shown, days.from, weekStart), to: start }, weekStart) - 1;
  const other = addBuckets(shown, startOf(shown, compared.from, weekStart), place);
  return other <= compared.to ? other : null;
}

/** The day of the period before that corresponds to a day. */
function earlier(asked: Asked): (day: string) => string {
  const { days, compare, toDate, weekStart } = asked;
  const months = monthsBefore(asked);
  if (months !== null) {
    const byMonths = compare !== 'previous year' || toDate !== null;
    return (day) => (byMonths ? sameMonthDay(day, -months) : addMonths(day, -months));
  }
  if (compare === 'previous year') return (day) => addDays(day, -364);
  if (toDate === 'week' && startOf('week', days.to, weekStart) === days.from) return (day) => addDays(day, -7);
  const length = daysBetween(days.from, days.to) + 1;
  return (day) => addDays(day, -length);
}

/** By how many months the period before is earlier; null where it is by days. */
function monthsBefore({ days, compare, bucket, toDate, weekStart }: Asked): number | null {
  // 52 weeks instead of a year, so that a week stands beside a week.
  if (compare === 'previous year') return bucket === 'week' ? null : 12;
  const unit = toDate !== null && startOf(toDate, days.to, weekStart) === days.from ? toDate : bucket;
  if (unit === 'day' || unit === 'week') return null;
  return monthsIn[unit] * (unit === toDate ? 1 : bucketCount(unit, days, weekStart));
}

/** The same day of another month; the last day of a month stays the last one. */
function sameMonthDay(day: string, months: number): string {
  const other = addMonths(day, months);
  return endOf('month', day, 'monday') === day ? endOf('month', other, 'monday') : other;
}
