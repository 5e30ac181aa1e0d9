import { addBuckets, startOf } from '#lib/calendar/bucket.ts';
import { addDays, addMonths, type Days, isDay } from '#lib/calendar/day.ts';
import { localDay } from '#lib/calendar/zone.ts';
import type { WeekStart } from './grain.ts';

/** A span of days as people choose it. A relative one ends with the last complete day, or where it says so, today. */
export type DateRange =
  | { kind: 'last'; count: number; unit: 'days' | 'weeks' | 'months' | 'quarters' | 'years'; untilNow?: boolean }
  | { kind: 'to-date'; unit: 'week' | 'month' | 'quarter' | 'year'; untilNow?: boolean }
  | { kind: 'between'; from: string; to: string }
  | { kind: 'all' };

/**
 * Reads a range as definitions and URLs write it: `last 28 days`, `last-28-days`, `month to date`, `all`, or two days, both
 * included: `2001-01-01..2001-06-30`. A relative one may end `until now`: `last 7 days until now`. Null for anything else.
 */
export function parseDateRange(text: string): DateRange | null {
  const words = text.trim().toLowerCase().replaceAll('-', ' ');
  const relative = words.replace(/ until now$/, '');
  const until = relative === words ? {} : { untilNow: true };
  const last = /^last (\d{1,4}) (day|week|month|quarter|year)s?$/.exec(relative);
  if (last) {
    const count = Number(last[1]);
    const unit = units.find((each) => each === `${last[2]}s`);
    return count > 0 && unit ? { kind: 'last', count, unit, ...until } : null;
  }
  const toDate = /^(week|month|quarter|year) to date$/.exec(relative);
  const unit = dated.find((each) => each === toDate?.[1]);
  if (unit) return { kind: 'to-date', unit, ...until };
  if (words === 'all') return { kind: 'all' };
  const between = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text.trim());
  if (between?.[1] && between[2] && isDay(between[1]) && isDay(between[2]) && between[1] <= between[2]) {
    return { kind: 'between', from: between[1], to: between[2] };
  }
  return null;
}

const units = ['days', 'weeks', 'months', 'quarters', 'years'] as const;
const dated = ['week', 'month', 'quarter', 'year'] as const;

/** The form a range has in a URL; `parseDateRange(dateRangeText(r))` is `r`. */
export function dateRangeText(range: DateRange): string {
  switch (range.kind) {
    case 'last':
      return `last-${range.count}-${range.count === 1 ? range.unit.slice(0, -1) : range.unit}${untilText(range)}`;
    case 'to-date':
      return `${range.unit}-to-date${untilText(range)}`;
    case 'between':
      return `${range.from}..${range.to}`;
    case 'all':
      return 'all';
  }
}

function untilText({ untilNow }: { untilNow?: boolean }): string {
  return untilNow ? '-until-now' : '';
}

/** What relative ranges are counted from. */
export type RangeContext = {
  /** The first and the last complete day of data; null while there are none. */
  complete: Days | null;
  now: Date;
  /** Whose day it is today. */
  zone: string;
  weekStart: WeekStart;
};

/** The days that a range in a URL's words means; null for no range, which is everything. */
export function resolveRange(text: string | null, context: RangeContext): Days | null {
  const range = text === null ? null : parseDateRange(text);
  return range && resolveDateRange(range, context);
}

/**
 * The days a range means. Unless it says `until now` a relative range ends with the last complete day, so its last bucket is
 * never a partial one that looks like a fall. While nothing is built there is no data to count back from, so from today.
 */
export function resolveDateRange(range: DateRange, { complete, now, zone, weekStart }: RangeContext): Days {
  if (range.kind === 'between') return { from: range.from, to: range.to };
  const today = localDay(now.toISOString(), zone);
  if (range.kind === 'all') return complete ?? { from: today, to: today };
  const to = range.untilNow || complete === null ? today : complete.to;
  if (range.kind === 'to-date') return { from: startOf(range.unit, to, weekStart), to };
  switch (range.unit) {
    case 'days':
    case 'weeks':
      return { from: addDays(to, 1 - range.count * (range.unit === 'weeks' ? 7 : 1)), to };
    case 'months':
      return { from: addDays(addMonths(to, -range.count), 1), to };
    case 'quarters':
    case 'years':
      return { from: addDays(addBuckets(range.unit === 'years' ? 'year' : 'quarter', to, -range.count), 1), to };
  }
}
