import { toNumber } from '#components/format/number.ts';
import type { ChartAxis, ChartPicture, ChartSeries } from './series.ts';

/** One entry of the axis. `s0`, `s1`… are what is complete, `p0`, `p1`… what is not; a line's two parts share one point. */
export type PlotRow = { index: number } & Record<string, number | null>;

/** Index of the first bucket that is not complete, or the number of buckets when all are. */
export function partialIndex(axis: ChartAxis): number {
  if (axis.kind === 'category' || !axis.partialFrom) return axis.values.length;
  const from = axis.partialFrom;
  const index = axis.values.findIndex((day) => day >= from);
  return index === -1 ? axis.values.length : index;
}

/** `joined` repeats the last complete point at the head of the partial part, so that a line does not break there. */
export function plotRows({ axis, series }: ChartPicture, joined: boolean): PlotRow[] {
  const partial = partialIndex(axis);
  return axis.values.map((_, index) => {
    const row: PlotRow = { index };
    series.forEach((one, s) => {
      const value = toNumber(one.points[index]);
      const complete = index < partial || one.before === true;
      row[`s${s}`] = complete ? value : null;
      row[`p${s}`] = complete && !(joined && index === partial - 1 && partial < axis.values.length) ? null : value;
    });
    return row;
  });
}

/** Lowest and highest value drawn; of stacks, the sums below and above zero. */
export function plotExtent(series: ChartSeries[], stacked: boolean): [number, number] {
  let low = 0;
  let high = 0;
  const length = Math.max(0, ...series.map((one) => one.points.length));
  for (let index = 0; index < length; index++) {
    let below = 0;
    let above = 0;
    for (const one of series) {
      const value = toNumber(one.points[index]);
      if (value === null) continue;
      if (!stacked) {
        below = Math.min(below, value);
        above = Math.max(above, value);
      } else if (value < 0) below += value;
      else above += value;
    }
    low = Math.min(low, below);
    high = Math.max(high, above);
  }
  return [low, high];
}

/** True for a point between two gaps: a line through it has no length, so it needs a dot. */
export function isLonePoint(rows: PlotRow[], key: string, index: number): boolean {
  const has = (i: number) => rows[i]?.[key] !== null && rows[i]?.[key] !== undefined;
  return has(index) && !has(index - 1) && !has(index + 1);
}

/** The `count` entries with the largest totals, in the order of the axis when all fit and largest first when some are cut. */
export function topEntries(picture: ChartPicture, count: number): ChartPicture {
  const { axis, series } = picture;
  if (axis.kind === 'time' || axis.values.length <= count) return picture;
  const total = (index: number) =>
    series.reduce((sum, one) => sum + (one.before ? 0 : Math.abs(toNumber(one.points[index]) ?? 0)), 0);
  const kept = axis.values
    .map((_, index) => ({ index, total: total(index) }))
    .sort((a, b) => b.total - a.total || a.index - b.index)
    .slice(0, count)
    .map(({ index }) => index);
  return {
    ...picture,
    axis: { ...axis, values: kept.map((index) => axis.values[index] as string) },
    series: series.map((one) => ({ ...one, points: kept.map((index) => one.points[index] ?? null) })),
  };
}
