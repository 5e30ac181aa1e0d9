import { laterOf } from '#lib/calendar/day.ts';
import type { Query } from '../query.ts';
import type { Cell } from '../result.ts';
import { filled } from './fill.ts';
import { gapValues, nowhere } from './gap.ts';
import type { FoundRow, ShapedRow } from './shaped-row.ts';
import type { Known, Shaping } from './shaping.ts';

/** Rows of one level and period, as they are read. */
export type LevelRows = {
  rows: readonly FoundRow[];
  /** The dimensions that remain in them. */
  level: readonly string[];
  known: Known;
  /** Whether a limit cut rows off their end, and whether that may have cut through a bucket. */
  over: boolean;
  cutThrough: boolean;
};

/** Rows in the order they are shown: a course of time oldest first and without gaps, anything else as it was asked. */
export function inOrder(query: Query, given: LevelRows, shaping: Shaping): { rows: ShapedRow[]; cut: boolean } {
  const { rows, level, known, over, cutThrough } = given;
  if (level.length === 0) return { rows: [single(rows[0], given, shaping)], cut: false };
  if (!shaping.compiled.newestFirst || level[0] !== '@') return { rows: [...rows], cut: false };
  const ordered = oldestFirst(cutThrough && level.length > 1 ? withoutCutBucket(rows) : rows);
  // Where nothing says which groups there might be at each time, those that have rows are the answer, and so are their
  // subtotals.
  const isPivoted = query.dimensions.slice(1).every((dimension) => query.pivot.includes(dimension));
  if (!known.days || !isPivoted) return { rows: ordered, cut: false };
  const first = ordered[0]?.keys[0];
  const from = over && typeof first === 'string' ? laterOf(first.slice(0, 10), known.days.from) : known.days.from;
  return filled(ordered, shaping, { ...known, days: { from, to: laterOf(known.days.to, from) } });
}

/** No orders on complete days are 0 orders; of days of which nothing is known there is no number. */
function single(row: FoundRow | undefined, { known }: LevelRows, shaping: Shaping): ShapedRow {
  const { compiled, available } = shaping;
  const unknown = available !== null && known.days === null;
  const zeros = gapValues(shaping, nowhere);
  const value = (cell: Cell, index: number): Cell => {
    const measure = compiled.measures[index];
    if (!unknown) return cell ?? zeros[index] ?? null;
    return measure?.additivity === 'distinct' && cell === measure.zero ? null : cell;
  };
  return {
    keys: row?.keys ?? compiled.groups.map(() => null),
    rest: row?.rest ?? 0,
    values: compiled.measures.map((_, index) => value(row?.values[index] ?? null, index)),
  };
}

/** Rows come newest first, the columns of a pivot by rank within a bucket: the buckets turn round, the columns stay. */
function oldestFirst(rows: readonly FoundRow[]): FoundRow[] {
  const start = ({ keys }: FoundRow) => String(keys[0] ?? '');
  return rows.toSorted((a, b) => (start(a) < start(b) ? -1 : Number(start(a) > start(b))));
}

/** The bucket at the cut may have lost some of its columns, which would look like a fall. */
function withoutCutBucket(rows: readonly FoundRow[]): readonly FoundRow[] {
  const last = rows.at(-1)?.keys[0];
  const whole = rows.filter(({ keys }) => keys[0] !== last);
  return whole.length === 0 ? rows : whole;
}
