import { addBuckets, bucketCount, bucketsOf, startOf } from '#lib/calendar/bucket.ts';
import { missingDays } from '#lib/calendar/clock.ts';
import { addDays, type Days, laterOf } from '#lib/calendar/day.ts';
import { hoursOf } from '#lib/calendar/hour.ts';
import type { Cell } from '../result.ts';
import { gapValues } from './gap.ts';
import { type FoundRow, keyOf, type ShapedRow } from './shaped-row.ts';
import { isKnown, type Known, type Shaping } from './shaping.ts';

/**
 * A row for each bucket of the complete days, and with a pivot for each of its columns: a day without rows had no orders,
 * which is 0 orders, no average order, and as many units in stock as the day before, as each measure says. Days that are not
 * complete get none, for nothing is known of them yet; nor do hours and days that the zone's clocks skipped.
 *
 * It is done here on text rather than in SQL because Redshift has no `generate_series`.
 */
export function filled(
  rows: readonly FoundRow[],
  shaping: Shaping,
  known: Known & { days: Days },
): { rows: ShapedRow[]; cut: boolean } {
  // What has no time lies in no bucket.
  const timeless = rows.filter(({ keys }) => keys[0] === null);
  const timed = rows.filter(({ keys }) => keys[0] !== null).map(named);
  const series = seriesOf(timed, shaping);
  if (series.length === 0) return { rows: [...rows], cut: false };
  // One wrong date, such as a year 0001, must not make a page build a million buckets.
  const room = Math.max(1, roomOf(shaping, series.length));
  const from = newest(room, shaping, known.days);
  const places = new Set([
    ...startsOf(shaping, { from, to: known.days.to }).filter((start) => known.until === null || start < known.until),
    ...timed.map(({ start }) => start),
  ]);
  const starts = [...places].sort();
  const shown = starts.slice(-room);

  const byKey = new Map(timed.map(({ start, name, row }) => [start + name, row]));
  const found = new Set(timed.map(({ start }) => start));
  const before = new Map<string, readonly Cell[]>();
  const row = (start: string, { keys, rest, name }: Series): ShapedRow => {
    const values =
      byKey.get(start + name)?.values ??
      (isKnown(start, shaping, known)
        ? gapValues(shaping, {
            hasOthers: found.has(start),
            isMarked: known.marked?.has(start) ?? false,
            before: before.get(name),
          })
        : shaping.fills.map(() => null));
    before.set(name, values);
    return { keys: [start, ...keys], rest, values };
  };
  return {
    rows: [...timeless, ...shown.flatMap((start) => series.map((each) => row(start, each)))],
    cut: from > known.days.from || shown.length < starts.length,
  };
}

/** How many buckets there is room for: a statement of several levels counts rows, a plain one the cells of a pivot. */
function roomOf({ compiled }: Shaping, series: number): number {
  return compiled.hidden.includes('_rows') ? compiled.limit.rows : Math.floor(compiled.limit.rows / series);
}

/** The buckets of days, as rows name them. */
function startsOf({ compiled, zone, weekStart }: Shaping, days: Days): string[] {
  const { shown } = compiled.period;
  if (!shown || days.from > days.to) return [];
  if (shown.group.bucket === 'hour') return hoursOf(days, zone);
  const starts = bucketsOf(shown.bucket, days, weekStart);
  if (shown.bucket !== 'day') return starts;
  const missing = new Set(missingDays(days, zone));
  return missing.size === 0 ? starts : starts.filter((day) => !missing.has(day));
}

/** The first day from which on there is room for all buckets. */
function newest(room: number, { compiled, weekStart }: Shaping, complete: Days): string {
  const { shown } = compiled.period;
  if (!shown) return complete.from;
  if (shown.group.bucket === 'hour') return laterOf(complete.from, addDays(complete.to, -Math.floor(room / 24)));
  if (bucketCount(shown.bucket, complete, weekStart) <= room) return complete.from;
  return addBuckets(shown.bucket, startOf(shown.bucket, complete.to, weekStart), 1 - room);
}

type Series = Pick<ShapedRow, 'keys' | 'rest'> & { name: string };

/** A row by its bucket and the name of its column of the pivot. */
type Named = { start: string; name: string; row: FoundRow };

function named(row: FoundRow): Named {
  return { start: String(row.keys[0]), name: keyOf(row.keys.slice(1), row.rest), row };
}

/** The columns of the pivot that rows have, largest first and others last; without one there is a single nameless one. */
function seriesOf(rows: readonly Named[], { compiled }: Shaping): Series[] {
  if (compiled.groups.length === 1) return [{ keys: [], rest: 0, name: keyOf([], 0) }];
  const found = new Map<string, Series & { rank: number }>();
  for (const { name, row } of rows) {
    if (!found.has(name)) found.set(name, { keys: row.keys.slice(1), rest: row.rest, name, rank: row.rank });
  }
  return [...found.values()].sort((a, b) => a.rest - b.rest || a.rank - b.rank);
}
