import type { TimeBucket } from '#lib/definition/grain.ts';
import { dateFormat, formatDay, parseDay } from '#lib/i18n/day.ts';
import type { Language } from '#lib/i18n/language.ts';

export { formatDay, formatDayRange, parseDay } from '#lib/i18n/day.ts';

/**
 * Days are plain `YYYY-MM-DD`. They are turned into instants at UTC midnight and printed in UTC, so the browser's own zone
 * never moves one to its neighbour.
 */
export const dayMilliseconds = 86_400_000;

export const toDay = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => toDay(parseDay(day) + days * dayMilliseconds);

/** True for a day that stands in the calendar: `2026-02-30` does not. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && toDay(parseDay(text)) === text;
}

const monthsIn: Partial<Record<TimeBucket, number>> = { month: 1, quarter: 3, year: 12 };

/** The first day of the bucket after the one that starts at `day`. */
export function nextBucket(day: string, grain: TimeBucket): string {
  const months = monthsIn[grain];
  if (months === undefined) return addDays(day, grain === 'week' ? 7 : 1);
  return toDay(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + months, 1));
}

const utc = (options: Intl.DateTimeFormatOptions, day: string, language: Language) =>
  dateFormat(language, { ...options, timeZone: 'UTC' }).format(parseDay(day));

/** The name of a bucket, for a tooltip or a table: `Mon, Jul 2, 2001`, `Week of Jul 2, 2001`, `Jul 2001`, `Q3 2001`. */
export function formatBucket(day: string, grain: TimeBucket | undefined, language: Language): string {
  switch (grain) {
    case 'week':
      return language.t('format.weekOf', { day: formatDay(day, language) });
    case 'month':
      return utc({ year: 'numeric', month: 'short' }, day, language);
    case 'quarter':
      return language.t('format.quarter', { quarter: quarterOf(day), year: day.slice(0, 4) });
    case 'year':
      return utc({ year: 'numeric' }, day, language);
    case 'hour':
      return `${formatBucket(day, 'day', language)} ${hourOf(day)}`;
    case 'day':
      return utc({ weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' }, day, language);
    default:
      return formatDay(day, language);
  }
}

/** The time of day that a bucket of an hour is named by. */
const hourOf = (hour: string) => hour.slice(11, 16);

const quarterOf = (day: string) => Math.ceil(Number(day.slice(5, 7)) / 3);

/** The label under an axis. The year is printed only where it changes. */
export function formatTick(day: string, grain: TimeBucket, withYear: boolean, language: Language): string {
  if (grain === 'hour') return hourOf(day);
  if (grain === 'year') return utc({ year: 'numeric' }, day, language);
  if (grain === 'quarter') {
    return withYear
      ? formatBucket(day, 'quarter', language)
      : language.t('format.quarterOnly', { quarter: quarterOf(day) });
  }
  const options: Intl.DateTimeFormatOptions =
    grain === 'month' ? { month: 'short' } : { month: 'short', day: 'numeric' };
  return utc(withYear ? { ...options, year: 'numeric' } : options, day, language);
}

/** An instant on the wall clock of a zone: `2026-11-21 14:05`, `2026. 11. 21. 14:05`. */
export function formatInstant(iso: string, zone: string, language: Language): string {
  // Swedish writes an instant as ISO 8601 does, which in English is read the same on both sides of the Atlantic.
  const format = dateFormat(language.locale === 'en' ? { tag: 'sv-SE' } : language, {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: language.locale === 'en' ? '2-digit' : 'numeric',
    day: language.locale === 'en' ? '2-digit' : 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  return format.format(new Date(iso));
}

/** `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(milliseconds: number, { t }: Language): string {
  if (milliseconds < 1000) return t('format.milliseconds', { count: Math.max(0, Math.round(milliseconds)) });
  const total = Math.round(milliseconds / 1000);
  const [minutes, seconds] = [Math.floor(total / 60), total % 60];
  if (minutes === 0) return t('format.seconds', { seconds });
  if (minutes < 60)
    return seconds ? t('format.minutesSeconds', { minutes, seconds }) : t('format.minutes', { minutes });
  const rounded = Math.round(total / 60);
  const [hours, rest] = [Math.floor(rounded / 60), rounded % 60];
  return rest ? t('format.hoursMinutes', { hours, minutes: rest }) : t('format.hours', { hours });
}

/** How long ago, or how far ahead, in one unit: `4 minutes ago`, `in 2 hours`. */
export function formatDistance(iso: string, now: string, { tag }: Language): string {
  const seconds = Math.round((Date.parse(iso) - Date.parse(now)) / 1000);
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < 60) return relative.format(seconds, 'second');
  if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (size < 129_600) return relative.format(Math.round(seconds / 3600), 'hour');
  if (size < 86_400 * 60) return relative.format(Math.round(seconds / 86_400), 'day');
  if (size < 86_400 * 700) return relative.format(Math.round(seconds / 2_629_746), 'month');
  return relative.format(Math.round(seconds / 31_556_952), 'year');
}
