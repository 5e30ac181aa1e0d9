import type { NumberStyle } from '#components/format/number.ts';
import type { TimeBucket } from '#lib/definition/grain.ts';
import type { Cell } from '#lib/query/result.ts';

/** One line, one band of areas, or one colour of bars. A point stands beside the axis entry of the same index. */
export type ChartSeries = NumberStyle & {
  key: string;
  label: string;
  /** Decimal strings stay strings, so that tooltips and tables show every digit. Null is a gap. */
  points: Cell[];
  /** The period compared with: thin and grey behind the others. */
  before?: boolean;
  /** What a split leaves out, put together: grey, for it is no value of its own. */
  rest?: boolean;
};

export type ChartAxis =
  | { kind: 'time'; label: string; values: string[]; grain: TimeBucket; weekStart?: 'sunday'; partialFrom?: string }
  | { kind: 'category'; label: string; values: string[] };

/** `split` when the series are values of a dimension: then even one alone needs its name. */
export type ChartPicture = { axis: ChartAxis; series: ChartSeries[]; split?: boolean };

export const seriesColours = 10;

/** The colour of a series by its place in the legend. */
export function seriesColour({ before, rest }: Pick<ChartSeries, 'before' | 'rest'>, index: number): string {
  if (before) return 'var(--color-axis)';
  return rest ? 'var(--color-chart-rest)' : `var(--color-chart-${(index % seriesColours) + 1})`;
}
