import { formatTick } from '#components/format/date.ts';
import type { TimeGrain } from '#lib/dashboard/tile-result.ts';

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

export type AxisTick = { index: number; label: string };

const coarser: Record<TimeGrain, TimeGrain[]> = {
  day: ['day', 'week', 'month', 'quarter', 'year'],
  week: ['week', 'month', 'quarter', 'year'],
  month: ['month', 'quarter', 'year'],
  quarter: ['quarter', 'year'],
  year: ['year'],
};

const isMonday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() === 1;
const isFirstOf: Record<TimeGrain, (day: string, before: string | undefined) => boolean> = {
  day: () => true,
  week: (day) => isMonday(day),
  month: (day, before) => day.slice(0, 7) !== before?.slice(0, 7),
  quarter: (day, before) => quarterOf(day) !== (before && quarterOf(before)),
  year: (day, before) => day.slice(0, 4) !== before?.slice(0, 4),
};
const quarterOf = (day: string) => `${day.slice(0, 4)}-${Math.ceil(Number(day.slice(5, 7)) / 3)}`;

/**
 * Marks at whole weeks, months, quarters or years, whichever first fits into `room` labels. The first bucket may be cut off by
 * the range, so it is marked only when every bucket is.
 */
export function timeTicks(days: string[], grain: TimeGrain, room: number): AxisTick[] {
  const fits = Math.max(2, Math.floor(room));
  for (const size of coarser[grain]) {
    const every = size === grain;
    const starts = days.flatMap((day, index) => {
      const before = days[index - 1];
      if (every) return [index];
      if (size === 'week') return isMonday(day) ? [index] : [];
      return before !== undefined && isFirstOf[size](day, before)
        ? [index]
        : index === 0 && /-01$/.test(day)
          ? [index]
          : [];
    });
    if (starts.length <= fits && (starts.length >= 2 || every)) return labelled(days, starts, size);
    if (size === 'year' || (starts.length > fits && size === coarser[grain].at(-1))) {
      return labelled(days, everyNth(starts, fits), size);
    }
    // Between two sizes (40 days, room for five): every second or third start reads better than two lonely months.
    const next = coarser[grain][coarser[grain].indexOf(size) + 1];
    const nextCount = next ? days.filter((day, i) => i > 0 && isFirstOf[next](day, days[i - 1])).length : 0;
    if (nextCount < 3 && starts.length > fits) return labelled(days, everyNth(starts, fits), size);
  }
  return labelled(days, everyNth([...days.keys()], fits), grain);
}

function everyNth(indexes: number[], fits: number): number[] {
  const step = Math.max(1, Math.ceil(indexes.length / fits));
  return indexes.filter((_, i) => i % step === 0);
}

function labelled(days: string[], indexes: number[], grain: TimeGrain): AxisTick[] {
  const years = new Set(days.map((day) => day.slice(0, 4))).size;
  return indexes.map((index, i) => {
    const day = days[index] as string;
    const before = i > 0 ? days[indexes[i - 1] as number] : undefined;
    const withYear = years > 1 && (before === undefined || before.slice(0, 4) !== day.slice(0, 4));
    return { index, label: formatTick(day, grain === 'week' ? 'day' : grain, withYear) };
  });
}

/** As many category labels as fit side by side, evenly spaced. */
export function categoryTicks(values: string[], room: number): AxisTick[] {
  const step = Math.max(1, Math.ceil(values.length / Math.max(1, Math.floor(room))));
  return values.flatMap((label, index) => (index % step === 0 ? [{ index, label }] : []));
}

/** Cuts a label to a width known in advance: measuring text in the browser is what makes axes slow. */
export function cutLabel(label: string, width: number, perCharacter = 6.4): string {
  const characters = Math.max(3, Math.floor(width / perCharacter));
  return label.length <= characters ? label : `${label.slice(0, characters - 1).trimEnd()}…`;
}
