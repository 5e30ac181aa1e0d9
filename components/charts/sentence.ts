import { formatBucket } from '#components/format/date.ts';
import { formatNumber, toNumber } from '#components/format/number.ts';
import type { Language } from '#lib/i18n/language.ts';
import type { ChartAxis, ChartPicture, ChartSeries } from './series.ts';

export const entryName = (axis: ChartAxis, index: number, language: Language): string => {
  const value = axis.values[index] ?? '';
  return axis.kind === 'time' ? formatBucket(value, axis.grain, language) : value;
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
export function chartSentence(title: string, { axis, series }: ChartPicture, language: Language): string {
  const { t } = language;
  const first = series[0];
  const found = first && extremes(first);
  if (!first || !found) return t('chart.noValues', { title });
  const span = spanWords(axis, language);
  const at = (one: ChartSeries, index: number) =>
    t('chart.valueAt', {
      value: formatNumber(one.points[index], one, language),
      entry: entryName(axis, index, language),
    });
  const drawn = series.filter((one) => !one.before);
  if (drawn.length === 1) {
    return t('chart.one', { title, span, low: at(first, found.low), high: at(first, found.high) });
  }
  const highest = drawn
    .flatMap((one) => {
      const index = extremes(one)?.high;
      return index === undefined ? [] : [{ one, index, value: toNumber(one.points[index]) as number }];
    })
    .reduce((a, b) => (b.value > a.value ? b : a));
  const value = at(highest.one, highest.index);
  return t('chart.many', { title, span, count: drawn.length, label: highest.one.label, value });
}

function spanWords(axis: ChartAxis, language: Language): string {
  const count = axis.values.length;
  if (axis.kind === 'category') return language.t('chart.entries', { count, label: axis.label });
  const from = entryName(axis, 0, language);
  if (count === 1) return language.t('chart.on', { moment: from });
  return language.t('chart.fromTo', { from, to: entryName(axis, count - 1, language) });
}
