import type { CompiledQuestion } from '#lib/compile/query-context.ts';
import { mostRows, mostSeries } from '#lib/compile/query-order.ts';
import { endOf } from '#lib/compile/tile-time.ts';
import { type Days, isDay, startOf } from '#lib/definition/date-range.ts';
import { type Message, type MessageValue, message } from '#lib/i18n/message.ts';
import { hiddenAt, type Row } from './tile-fill.ts';

/** Which of the values of a split are not drawn. */
export function seriesNotes(query: CompiledQuestion, rows: readonly Row[]): Message[] {
  const count = query.hidden.includes('_count') ? Number(rows[0]?.[hiddenAt(query, '_count')] ?? 0) : 0;
  if (count <= mostSeries) return [];
  const column = query.groups.at(-1)?.name ?? '';
  return [message('note.series', { most: mostSeries, count, column, rest: count - mostSeries })];
}

/** What the limit left out. */
export function limitNote(query: CompiledQuestion, first: Row | undefined): Message {
  return query.newestFirst
    ? message('note.newest', { most: mostRows, first: moment(String(first?.[0])) })
    : message('note.first', { most: mostRows });
}

/** A bucket as a message names it: an hour keeps its time of day. */
function moment(bucket: string): MessageValue {
  return isDay(bucket) ? { day: bucket } : bucket;
}

/** The first bucket shown that goes on after the last complete day, or after the last day asked for. */
export function firstPartial(query: CompiledQuestion, rows: readonly Row[], available: Days | null): string | null {
  const { shown, days } = query.period;
  if (!shown || query.groups[0] !== shown.group) return null;
  const last = [available?.to, days?.to].filter((day) => day !== undefined).sort()[0];
  if (last === undefined) return null;
  const starts = rows.map((row) => String(row[0])).sort();
  return starts.find((start) => endOf(shown.bucket, start.slice(0, 10)) > last) ?? null;
}

/** What of the days asked for is missing, in part or altogether. */
export function completenessNotes(query: CompiledQuestion, available: Days | null, complete: Days | null): Message[] {
  const { days, shown } = query.period;
  if (!days || !available) return [];
  if (days.to < available.from) return [message('note.noData', { days: { days }, begins: { day: available.from } })];
  if (!complete) return [message('note.noneComplete', { days: { days }, through: { day: available.to } })];
  const notes = days.to > available.to ? [message('note.completeOnly', { through: { day: available.to } })] : [];
  const bucket = shown && query.groups.includes(shown.group) ? shown.bucket : 'day';
  if (complete.from > startOf(bucket, complete.from)) {
    notes.push(message('note.firstHolds', { unit: bucket, day: { day: complete.from } }));
  }
  if (days.to <= available.to && complete.to < endOf(bucket, complete.to)) {
    notes.push(message('note.lastHolds', { unit: bucket, day: { day: complete.to } }));
  }
  return notes;
}
