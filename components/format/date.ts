import type { TimeGrain } from '#lib/dashboard/tile-result.ts';

/**
 * Days are plain `YYYY-MM-DD`. They are turned into instants at UTC midnight and printed in UTC, so the browser's own zone
 * never moves one to its neighbour.
 */
export const dayMilliseconds = 86_400_000;

export function parseDay(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
}

export const toDay = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => toDay(parseDay(day) + days * dayMilliseconds);

/** True for a day that stands in the calendar: `2026-02-30` does not. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && toDay(parseDay(text)) === text;
}

const monthsIn: Partial<Record<TimeGrain, number>> = { month: 1, quarter: 3, year: 12 };

/** The first day of the bucket after the one that starts at `day`. */
export function nextBucket(day: string, grain: TimeGrain): string {
  const months = monthsIn[grain];
  if (months === undefined) return addDays(day, grain === 'week' ? 7 : 1);
  return toDay(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + months, 1));
}

const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, options);
    formats.set(key, format);
  }
  return format;
}

const utc = (options: Intl.DateTimeFormatOptions, day: string, locale: string) =>
  dateFormat(locale, { ...options, timeZone: 'UTC' }).format(parseDay(day));

export const formatDay = (day: string, locale = 'en-US') =>
  utc({ year: 'numeric', month: 'short', day: 'numeric' }, day, locale);

/** The name of a bucket, for a tooltip or a table: `Mon, Jul 2, 2001`, `Week of Jul 2, 2001`, `Jul 2001`, `Q3 2001`. */
export function formatBucket(day: string, grain: TimeGrain | undefined, locale = 'en-US'): string {
  switch (grain) {
    case 'week':
      return `Week of ${formatDay(day, locale)}`;
    case 'month':
      return utc({ year: 'numeric', month: 'short' }, day, locale);
    case 'quarter':
      return `Q${Math.ceil(Number(day.slice(5, 7)) / 3)} ${day.slice(0, 4)}`;
    case 'year':
      return day.slice(0, 4);
    case 'day':
      return utc({ weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' }, day, locale);
    default:
      return formatDay(day, locale);
  }
}

/** The label under an axis. The year is printed only where it changes. */
export function formatTick(day: string, grain: TimeGrain, withYear: boolean, locale = 'en-US'): string {
  if (grain === 'year') return day.slice(0, 4);
  if (grain === 'quarter')
    return withYear ? formatBucket(day, 'quarter', locale) : `Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  const options: Intl.DateTimeFormatOptions =
    grain === 'month' ? { month: 'short' } : { month: 'short', day: 'numeric' };
  return utc(withYear ? { ...options, year: 'numeric' } : options, day, locale);
}

/** Both days included, saying what the two share only once: `Jul 1 – 28, 2001`. */
export function formatDayRange(from: string, to: string, locale = 'en-US'): string {
  const format = dateFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });
  return format.formatRange(parseDay(from), parseDay(to)).replaceAll(/[\u2009\u202f]/g, ' ');
}

/** An instant on the wall clock of a zone: `2026-11-21 14:05`. */
export function formatInstant(iso: string, zone: string): string {
  const parts = dateFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(iso));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

/** `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return seconds % 60 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : `${seconds / 60} min`;
  const minutes = Math.round(seconds / 60);
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}

/** How long ago, or how far ahead, in one unit: `4 minutes ago`, `in 2 hours`. */
export function formatDistance(iso: string, now: string, locale = 'en-US'): string {
  const seconds = Math.round((Date.parse(iso) - Date.parse(now)) / 1000);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < 60) return relative.format(seconds, 'second');
  if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (size < 129_600) return relative.format(Math.round(seconds / 3600), 'hour');
  if (size < 86_400 * 60) return relative.format(Math.round(seconds / 86_400), 'day');
  if (size < 86_400 * 700) return relative.format(Math.round(seconds / 2_629_746), 'month');
  return relative.format(Math.round(seconds / 31_556_952), 'year');
}
