import { measureKey } from '#lib/query/measure-key.ts';
import type { MeasureColumn } from './columns.ts';
import type { Tile, TileMeasure } from './tiles.ts';
import { timeOf } from './time-of.ts';

type Add = (path: string, found: string, expected: string, todo: string) => void;

/** What a tile's measures say of other numbers must be there to be said: a whole, an earlier period, a total. */
export function checkTileMeasures(tile: Tile, path: string, add: Add): void {
  for (const measure of tile.measures) {
    const column = measure.summary.columns[measure.name];
    if (!column) continue;
    const key = measureKey({ name: measure.name, as: measure.as ?? 'value' });
    if (measure.as === 'share' && !hasShares(column)) {
      add(
        path,
        `'${key}', a share of ${article(column.kind)} ${column.kind}`,
        'a share of a count, a sum, a last value or a distinct count',
        `the parts of ${article(column.kind)} ${column.kind} add up to no whole: show '${measure.name}' as it is`,
      );
    }
    const time = timeOf(measure.summary);
    if (measure.as === 'share' && column.kind === 'last' && time && tile.by.includes(time.column)) {
      add(
        path,
        `'${key}' by '${time.column}'`,
        'a share of one period',
        `earlier levels are no part of the last one: leave '${time.column}' out, or show '${measure.name}' as it is`,
      );
    }
    if ((measure.as === 'growth' || measure.as === 'change') && tile.compare === null) {
      add(
        path,
        `'${key}' without compare`,
        "compare: 'previous period' or 'previous year'",
        'say since when it changed',
      );
    }
    if ((tile.totals !== 'none' || measure.as === 'share') && hasNoTotal(measure)) {
      add(
        path,
        `a total of '${measure.name}', which counts different values without a companion`,
        'a companion, or no totals and shares',
        `leave out { companion: false } on ${measure.summary.name}.columns.${measure.name}, or the total`,
      );
    }
  }
}

const article = (kind: string) => (kind === 'average' ? 'an' : 'a');

function hasShares({ kind }: MeasureColumn): boolean {
  return kind === 'count' || kind === 'sum' || kind === 'distinct' || kind === 'last';
}

function hasNoTotal({ summary, name }: TileMeasure): boolean {
  const column = summary.columns[name];
  const parts = column?.kind === 'ratio' ? [column.numerator, column.denominator] : [name];
  return parts.some((part) => {
    const own = summary.columns[part];
    return own?.kind === 'distinct' && !own.companion;
  });
}
