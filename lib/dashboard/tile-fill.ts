import type { CompiledQuestion, HiddenColumn } from '#lib/compile/query-context.ts';
import { mostRows } from '#lib/compile/query-order.ts';
import { addBuckets, bucketCount, bucketsOf, endOf } from '#lib/compile/tile-time.ts';
import { type Days, startOf } from '#lib/definition/date-range.ts';
import type { Cell } from './tile-result.ts';

/** Groups first, then measures, then what is hidden. */
export type Row = Cell[];

/**
 * A row for each bucket of the complete days: a day without rows had no orders, which is 0 orders and no average order.
 * Days that are not complete get none, for nothing is known of them yet. With a split, a row for each series too.
 *
 * It is done here on text rather than in SQL because Redshift has no `generate_series`.
 */
export function filled(rows: Row[], query: CompiledQuestion, complete: Days): { rows: Row[]; cut: boolean } {
  const bucket = query.period.shown?.bucket;
  const split = query.groups.length === 2;
  const series = split ? seriesOf(rows, query) : [[]];
  if (!bucket || series.length === 0) return { rows, cut: false };

  const width = query.groups.length;
  const known = new Map(rows.map((row) => [keyOf(row.slice(0, width)), row]));
  // One wrong date, such as a year 0001, must not make a page build a million buckets.
  const room = Math.max(1, Math.floor(mostRows / series.length));
  const cutAhead = bucketCount(bucket, complete) > room;
  const from = cutAhead ? addBuckets(bucket, startOf(bucket, complete.to), 1 - room) : complete.from;
  const starts = new Set([...bucketsOf(bucket, { from, to: complete.to }), ...rows.map((row) => String(row[0]))]);
  const all = [...starts].sort();
  const shown = all.slice(-room);
  const isComplete = (start: string) => endOf(bucket, start) >= complete.from && start <= complete.to;
  return {
    rows: shown.flatMap((start) =>
      series.map((name) => {
        const key = [start, ...name];
        return known.get(keyOf(key)) ?? [...key, ...nothing(query, isComplete(start))];
      }),
    ),
    cut: cutAhead || shown.length < all.length,
  };
}

/** What the measures are where no row is. */
export function nothing(query: CompiledQuestion, complete: boolean): Cell[] {
  return query.measures.map((measure) => (complete ? measure.zero : null));
}

/** The place of a hidden column in a row; beyond its end where there is none. */
export function hiddenAt(query: CompiledQuestion, name: HiddenColumn): number {
  const place = query.hidden.indexOf(name);
  return query.groups.length + query.measures.length + (place === -1 ? query.hidden.length : place);
}

export function keyOf(cells: readonly (Cell | undefined)[]): string {
  return JSON.stringify(cells);
}

/** The series there are, largest first. */
function seriesOf(rows: Row[], query: CompiledQuestion): Cell[][] {
  const rank = hiddenAt(query, '_rank');
  const ranks = new Map(rows.map((row) => [keyOf([row[1]]), { name: [row[1] ?? null], rank: Number(row[rank]) }]));
  return [...ranks.values()].sort((a, b) => a.rank - b.rank).map(({ name }) => name);
}
