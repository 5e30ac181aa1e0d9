import { formatTick } from '#components/format/date.ts';
import type { TimeBucket } from '#lib/definition/grain.ts';
import type { Language } from '#lib/i18n/language.ts';

/** A step of 1, 2, 2.5 or 5 times a power of ten that cuts `span` into at most `count` pieces. */
function niceStep(span: number, count: number): number {
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((size) => size * power >= rough * 0.999999) ?? 10;
  return step * power;
}

/** Round values from below the lowest point to above the highest. Zero is always among them: a bar without it lies. */
export function valueTicks(lowest: number, highest: number, count: number): number[] {
  const low = Math.min(0, lowest);
  const high = Math.max(0, highest);
  if (!(high > low)) return [0, 1];
  const step = niceStep(high - low, count);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * The ends of a value axis and its marks. Where the negative values are slight beside the rest, the axis begins just below them
 * and not a whole step lower, which would leave a fifth of the chart empty.
 */
export function valueScale(
  lowest: number,
  highest: number,
  count: number,
): { ticks: number[]; domain: [number, number] } {
  const ticks = valueTicks(lowest, highest, count);
  const [first = 0, last = 1] = [ticks[0], ticks.at(-1)];
  const slight = lowest < 0 && highest > 0 && -lowest < -first / 4;
  return slight
    ? { ticks: ticks.filter((tick) => tick >= 0), domain: [lowest, last] }
    : { ticks, domain: [first, last] };
}

export type AxisTick = { index: number; label: string };

const coarser: Record<TimeBucket, TimeBucket[]> = {
  hour: ['hour', 'day', 'week', 'month', 'quarter', 'year'],
  day: ['day', 'week', 'month', 'quarter', 'year'],
  week: ['week', 'month', 'quarter', 'year'],
  month: ['month', 'quarter', 'year'],
  quarter: ['quarter', 'year'],
  year: ['year'],
};

const quarterOf = (day: string) => Math.ceil(Number(day.slice(5, 7)) / 3);

/** Whether a bucket is the first one of a week, month, quarter or year; `before` is the bucket before it. */
function isFirst(size: TimeBucket, bucket: string, previous: string | undefined, weekStart?: 'sunday'): boolean {
  const day = bucket.slice(0, 10);
  const before = previous?.slice(0, 10);
  if (day === before) return false;
  if (size === 'day') return true;
  if (size === 'week') return new Date(`${day}T00:00:00Z`).getUTCDay() === (weekStart ? 0 : 1);
  // The range may begin in the middle of a month: its first bucket counts only when it begins one.
  if (before === undefined) {
    return (
      day.endsWith('-01') &&
      (size === 'month' || (size === 'year' ? day.slice(5, 7) === '01' : /-(01|04|07|10)-/.test(day)))
    );
  }
  if (day.slice(0, 4) !== before.slice(0, 4)) return true;
  if (size === 'month') return day.slice(5, 7) !== before.slice(5, 7);
  return size === 'quarter' && quarterOf(day) !== quarterOf(before);
}

/**
 * Marks at whole days, weeks, months, quarters or years, whichever first fits into `room` labels. Where that would leave fewer
 * than three marks, every second or third of the next finer ones reads better.
 */
export function timeTicks(
  days: string[],
  grain: TimeBucket,
  room: number,
  language: Language,
  weekStart?: 'sunday',
): AxisTick[] {
  const fits = Math.max(2, Math.floor(room));
  let crowded = { starts: [...days.keys()], size: grain };
  for (const size of coarser[grain]) {
    const starts = [...days.keys()].filter(
      (i) => size === grain || isFirst(size, days[i] as string, days[i - 1], weekStart),
    );
    if (starts.length > fits) crowded = { starts, size };
    else if (starts.length >= 3 || size === grain) return labelled(days, starts, size, grain, language);
    else break;
  }
  const some = crowded.size === 'hour' ? everyHours(days, fits) : everyNth(crowded.starts, fits);
  return labelled(days, some, crowded.size, grain, language);
}

function everyNth(indexes: number[], fits: number): number[] {
  const step = Math.max(1, Math.ceil(indexes.length / fits));
  return indexes.filter((_, i) => i % step === 0);
}

/** The same times of every day, midnight among them. */
function everyHours(hours: string[], fits: number): number[] {
  const step = [2, 3, 4, 6, 8, 12].find((each) => hours.length / each <= fits) ?? 24;
  return [...hours.keys()].filter((i) => Number(hours[i]?.slice(11, 13)) % step === 0);
}

/** Marks at quarters of days or months are named by their month: only a bucket that is a quarter is called one. */
function labelled(
  days: string[],
  indexes: number[],
  size: TimeBucket,
  grain: TimeBucket,
  language: Language,
): AxisTick[] {
  const shown = size === 'week' ? 'day' : size === 'quarter' && grain !== 'quarter' ? 'month' : size;
  const years = new Set(days.map((day) => day.slice(0, 4))).size;
  return indexes.map((index, i) => {
    const day = days[index] as string;
    const before = i > 0 ? days[indexes[i - 1] as number] : undefined;
    const withYear = years > 1 && (before === undefined || before.slice(0, 4) !== day.slice(0, 4));
    // Of hours, the first of a day says which day it is.
    const named = shown === 'hour' && before?.slice(0, 10) !== day.slice(0, 10) ? 'day' : shown;
    return { index, label: formatTick(day, named, withYear, language) };
  });
}

/** As many category labels as fit side by side, evenly spaced. */
export function categoryTicks(values: string[], room: number): AxisTick[] {
  const step = Math.max(1, Math.ceil(values.length / Math.max(1, Math.floor(room))));
  return values.flatMap((label, index) => (index % step === 0 ? [{ index, label }] : []));
}

/**
 * How wide a label at 11.5 px is, closely enough: measuring text in the browser is what makes axes slow. Wrong by a few pixels,
 * never by a character.
 */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0x2e80) width += 12;
    else if (/[ .,:;'|!iljftI()/-]/.test(character)) width += 4;
    else if (/[MWmw@%]/.test(character)) width += 10.5;
    else if (/[A-Z]/.test(character)) width += 8.2;
    else width += 6.5;
  }
  return width;
}

export function cutLabel(label: string, width: number): string {
  if (textWidth(label) <= width) return label;
  const characters = [...label];
  while (characters.length > 1 && textWidth(characters.join('')) > width - 9) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
