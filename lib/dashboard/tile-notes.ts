import { mostRows, mostSeries } from '#lib/compile/tile-order.ts';
import type { TileQuery } from '#lib/compile/tile-query.ts';
import { endOf } from '#lib/compile/tile-time.ts';
import { type Days, startOf } from '#lib/definition/date-range.ts';
import { hiddenAt, type Row } from './tile-fill.ts';

/** Which of the values of a split are not drawn. */
export function seriesNotes(query: TileQuery, rows: readonly Row[]): string[] {
  const count = query.hidden.series ? Number(rows[0]?.[hiddenAt(query).count] ?? 0) : 0;
  const split = query.groups.at(-1)?.name;
  if (count <= mostSeries) return [];
  return [`The ${mostSeries} largest of ${count} values of ${split} are shown; ${count - mostSeries} are not.`];
}

/** What the limit left out. */
export function limitNote(query: TileQuery, first: Row | undefined): string {
  const most = mostRows.toLocaleString('en');
  return query.newestFirst
    ? `Only the newest ${most} points are shown, from ${first?.[0]} on. Choose a shorter period or a coarser grain.`
    : `Only the first ${most} rows are shown; there are more. Choose a shorter period or fewer groups.`;
}

/** The first bucket shown that goes on after the last complete day, or after the last day asked for. */
export function firstPartial(query: TileQuery, rows: readonly Row[], available: Days | null): string | null {
  const { shown, days } = query.period;
  if (!shown || query.groups[0] !== shown.group) return null;
  const last = [available?.to, days?.to].filter((day) => day !== undefined).sort()[0];
  if (last === undefined) return null;
  const starts = rows.map((row) => String(row[0])).sort();
  return starts.find((start) => endOf(shown.bucket, start.slice(0, 10)) > last) ?? null;
}

/** What of the days asked for is missing, in part or altogether. */
export function completenessNotes(query: TileQuery, available: Days | null, complete: Days | null): string[] {
  const { days, shown } = query.period;
  if (!days || !available) return [];
  if (days.to < available.from)
    return [`There is no data for ${days.from} to ${days.to}: it begins on ${available.from}.`];
  if (!complete)
    return [`No day from ${days.from} to ${days.to} is complete yet: the data is complete through ${available.to}.`];
  const notes = days.to > available.to ? [`Complete only through ${available.to}.`] : [];
  const bucket = shown && shown.group === query.groups[0] ? shown.bucket : 'day';
  if (complete.from > startOf(bucket, complete.from)) {
    notes.push(`The first ${bucket} holds only the days from ${complete.from} on.`);
  }
  if (days.to <= available.to && complete.to < endOf(bucket, complete.to)) {
    notes.push(`The last ${bucket} holds only the days through ${complete.to}.`);
  }
  return notes;
}
