import { endOf, startOf } from '#lib/calendar/bucket.ts';
import { missingDays } from '#lib/calendar/clock.ts';
import { isDay } from '#lib/calendar/day.ts';
import { repeatedHours } from '#lib/calendar/hour.ts';
import { columnsOf } from '#lib/compile/query-order.ts';
import { type Message, type MessageValue, message } from '#lib/i18n/message.ts';
import type { Query } from '../query.ts';
import type { FoundRow, ShapedRow } from './shaped-row.ts';
import type { Shaping } from './shaping.ts';

/** Which of the columns of a pivot are not shown. */
export function seriesNotes(query: Query, { compiled }: Shaping, [first]: readonly FoundRow[]): Message[] {
  const [count, most] = [first?.count ?? 0, columnsOf(query)];
  const isAsked = query.others || (query.pivotLimit !== null && query.pivotLimit <= most);
  if (count <= most || isAsked) return [];
  const column = compiled.groups.at(-1)?.name ?? '';
  return [message('note.series', { most, count, column, rest: count - most })];
}

/** What the limit left out. */
export function limitNote({ compiled }: Shaping, [first]: readonly ShapedRow[]): Message {
  return compiled.newestFirst
    ? message('note.newest', { most: compiled.limit.rows, first: moment(String(first?.keys[0])) })
    : message('note.first', { most: compiled.limit.rows });
}

/** What of the days asked for is missing, in part or altogether. */
export function completenessNotes({ compiled, available, complete, weekStart }: Shaping): Message[] {
  const { days, shown } = compiled.period;
  if (!days || !available) return [];
  if (days.to < available.from) return [message('note.noData', { days: { days }, begins: { day: available.from } })];
  if (!complete) return [message('note.noneComplete', { days: { days }, through: { day: available.to } })];
  const notes = days.to > available.to ? [message('note.completeOnly', { through: { day: available.to } })] : [];
  const bucket = shown?.bucket ?? 'day';
  if (complete.from > startOf(bucket, complete.from, weekStart)) {
    notes.push(message('note.firstHolds', { unit: bucket, day: { day: complete.from } }));
  }
  if (days.to <= available.to && complete.to < endOf(bucket, complete.to, weekStart)) {
    notes.push(message('note.lastHolds', { unit: bucket, day: { day: complete.to } }));
  }
  return notes;
}

/** Hours that hold two, and days that the zone skipped. */
export function clockNotes({ compiled, complete, zone }: Shaping): Message[] {
  const { shown } = compiled.period;
  if (!shown || !complete) return [];
  if (shown.group.bucket === 'hour') {
    const [hour, ...more] = repeatedHours(complete, zone);
    return hour === undefined ? [] : [message('note.repeatedHour', { hour: moment(hour), more: more.length })];
  }
  const [day] = shown.bucket === 'day' ? missingDays(complete, zone) : [];
  return day === undefined ? [] : [message('note.missingDay', { day: { day }, zone })];
}

/** A bucket as a message names it: an hour keeps its time of day. */
function moment(bucket: string): MessageValue {
  return isDay(bucket) ? { day: bucket } : bucket.replace('T', ' ').slice(0, 16);
}
