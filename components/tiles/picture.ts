import type { ChartPicture, ChartSeries } from '#components/charts/series.ts';
import { formatCell } from '#components/format/cell.ts';
import { nextBucket } from '#components/format/date.ts';
import { toNumber } from '#components/format/number.ts';
import type { TileView } from '#lib/dashboard/dashboard-load.ts';
import type { Language } from '#lib/i18n/language.ts';
import { comparisonKeys } from '#lib/query/comparison-key.ts';
import type { Cell, ResultColumn, TileData } from '#lib/query/result.ts';

/** More series than this cannot be told apart by colour. */
export const mostSeries = 10;
/** A range longer than this is not filled up bucket by bucket. */
const mostBuckets = 5000;

export type TilePicture = { picture: ChartPicture; note?: string };

type Axis = { picture: ChartPicture['axis']; indexOf: (row: number) => number };

/** Turns the columns of a result into an axis and series. A combination the result has no row for is a gap, not a zero. */
export function pictureOf(result: TileData, view: Pick<TileView, 'split'>, language: Language): TilePicture {
  const { columns, values } = result;
  const places = columns.map((column, index) => ({ column, index }));
  const measures = places.filter(({ column }) => column.role === 'measure');
  const time = places.find(({ column }) => column.role === 'time');
  const dimensions = places.filter(({ column }) => column.role === 'dimension');
  const split = dimensions.find(({ column }) => column.key === view.split) ?? (time ? dimensions[0] : undefined);
  const named = dimensions.filter((one) => one !== split);
  const axis = time ? timeAxis(result, time) : categoryAxis(result, named, language);
  const length = axis.picture.values.length;

  const series = new Map<string, ChartSeries>();
  for (let row = 0; row < result.rows; row++) {
    const at = axis.indexOf(row);
    for (const { column, index } of measures) {
      const isRest = split !== undefined && standsForOthers(result, row, split.index);
      const name = split ? formatCell(values[split.index]?.[row], split.column, language) : '';
      const of = isRest ? language.t('tile.others') : name;
      const key = split ? `${column.key}:${isRest ? othersKey : of}` : column.key;
      let one = series.get(key);
      if (!one) {
        const label = !split ? column.label : measures.length > 1 ? `${of}, ${column.label}` : of;
        const points = new Array<Cell>(length).fill(null);
        one = { key, label, unit: column.unit, scale: column.scale, points, ...(isRest ? { rest: true } : {}) };
        series.set(key, one);
      }
      one.points[at] = values[index]?.[row] ?? null;
    }
  }
  const known = [...series.values()];
  const all = split ? largestFirst(known.filter(({ rest }) => !rest)) : known;
  const drawn = [...all.slice(0, mostSeries), ...known.filter(({ rest }) => rest)];
  if (!split && result.comparison) {
    for (const { column, index } of measures) drawn.push(beforeSeries(result, column, index, axis, length, language));
  }
  const note =
    all.length > mostSeries ? language.t('tile.largestSeries', { most: mostSeries, count: all.length }) : undefined;
  return { picture: { axis: axis.picture, series: drawn, split: split !== undefined }, note };
}

/** No value of a dimension has this, for it could not be stored. */
const othersKey = '\u0000';

/** Whether a column of a row stands for all values behind a limit. */
function standsForOthers({ rest }: TileData, row: number, column: number): boolean {
  return ((rest?.[row] ?? 0) & (1 << column)) !== 0;
}

function beforeSeries(
  result: TileData,
  column: ResultColumn,
  index: number,
  axis: Axis,
  length: number,
  language: Language,
): ChartSeries {
  const points = new Array<Cell>(length).fill(null);
  for (let row = 0; row < result.rows; row++)
    points[axis.indexOf(row)] = result.comparison?.values[index]?.[row] ?? null;
  const period = result.comparison ? language.t(comparisonKeys[result.comparison.label]) : '';
  const label = language.t('change.before', { measure: column.label, period });
  return { key: `${column.key}:before`, label, unit: column.unit, scale: column.scale, points, before: true };
}

function largestFirst(series: ChartSeries[]): ChartSeries[] {
  const total = (one: ChartSeries) =>
    one.points.reduce<number>((sum, point) => sum + Math.abs(toNumber(point) ?? 0), 0);
  return series
    .map((one) => ({ one, total: total(one) }))
    .sort((a, b) => b.total - a.total)
    .map(({ one }) => one);
}

function timeAxis(result: TileData, { column, index }: { column: ResultColumn; index: number }): Axis {
  const cells = (result.values[index] ?? []).map((cell) => String(cell ?? ''));
  const present = [...new Set(cells)].filter(Boolean).sort();
  const grain = column.grain ?? 'day';
  const days = column.type === 'date' ? fill(present, grain) : present;
  const at = new Map(days.map((day, i) => [day, i]));
  return {
    picture: {
      kind: 'time',
      label: column.label,
      values: days,
      grain,
      weekStart: column.weekStart,
      partialFrom: result.partialFrom,
    },
    indexOf: (row) => at.get(cells[row] ?? '') ?? 0,
  };
}

/** Puts the buckets without rows back, so that a gap is as wide as the time it stands for. */
function fill(present: string[], grain: NonNullable<ResultColumn['grain']>): string[] {
  const last = present.at(-1);
  if (present.length < 2 || last === undefined) return present;
  const days = [present[0] as string];
  while ((days.at(-1) as string) < last && days.length < mostBuckets)
    days.push(nextBucket(days.at(-1) as string, grain));
  // A value off the grid (weeks that start on another day) would vanish: then the days stay as they came.
  const grid = new Set(days);
  return present.every((day) => grid.has(day)) ? days : present;
}

function categoryAxis(
  result: TileData,
  dimensions: { column: ResultColumn; index: number }[],
  language: Language,
): Axis {
  const names: string[] = [];
  const at = new Map<string, number>();
  const indexes = Array.from({ length: result.rows }, (_, row) => {
    const name =
      dimensions.map(({ column, index }) => cellName(result, row, column, index, language)).join(' · ') ||
      language.t('chart.all');
    // A value may be called as the others are.
    const key = dimensions.some(({ index }) => standsForOthers(result, row, index)) ? othersKey : name;
    let place = at.get(key);
    if (place === undefined) {
      place = names.push(name) - 1;
      at.set(key, place);
    }
    return place;
  });
  const label =
    dimensions
      .map(({ column }) => column.label.toLowerCase())
      .reduceRight((last, first) => (last ? language.t('chart.and', { first, second: last }) : first), '') ||
    language.t('chart.all').toLowerCase();
  return { picture: { kind: 'category', label, values: names }, indexOf: (row) => indexes[row] as number };
}

function cellName(result: TileData, row: number, column: ResultColumn, index: number, language: Language): string {
  if (standsForOthers(result, row, index)) return language.t('tile.others');
  return formatCell(result.values[index]?.[row], column, language);
}
