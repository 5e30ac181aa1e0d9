import { formatBucket } from '#components/format/date.ts';
import { formatNumber, toNumber } from '#components/format/number.ts';
import type { ChartAxis, ChartPicture, ChartSeries } from './series.ts';

export const entryName = (axis: ChartAxis, index: number): string => {
  const value = axis.values[index] ?? '';
  return axis.kind === 'time' ? formatBucket(value, axis.grain) : value;
};

function extremes({ points }: ChartSeries): { low: number; high: number } | null {
  let low = -1;
  let high = -1;
  points.forEach((point, index) => {
    const value = toNumber(point);
    if (value === null) return;
    if (low === -1 || value < (toNumber(points[low]) as number)) low = index;
    if (high === -1 || value > (toNumber(points[high]) as number)) high = index;
  });
  return low === -1 ? null : { low, high };
}

/** What a chart shows, in one sentence, for people who hear it. */
export function chartSentence(title: string, { axis, series }: ChartPicture): string {
  const first = series[0];
  const found = first && extremes(first);
  if (!first || !found) return `${title}: no values.`;
  const count = axis.values.length;
  const span =
    axis.kind === 'time'
      ? count === 1
        ? `on ${entryName(axis, 0)}`
        : `from ${entryName(axis, 0)} to ${entryName(axis, count - 1)}`
      : `${count} ${count === 1 ? 'entry' : 'entries'} by ${axis.label}`;
  const at = (one: ChartSeries, index: number) => `${formatNumber(one.points[index], one)} (${entryName(axis, index)})`;
  const drawn = series.filter((one) => !one.before);
  if (drawn.length === 1) {
    return `${title}, ${span}: lowest ${at(first, found.low)}, highest ${at(first, found.high)}.`;
  }
  const highest = drawn
    .flatMap((one) => {
      const index = extremes(one)?.high;
      return index === undefined ? [] : [{ one, index, value: toNumber(one.points[index]) as number }];
    })
    .reduce((a, b) => (b.value > a.value ? b : a));
  return `${title}, ${span}, ${drawn.length} series: highest ${highest.one.label} with ${at(highest.one, highest.index)}.`;
}
