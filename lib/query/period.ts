import { bucketCount, type DayBucket, dayBucket, endOf, isWhole, startOf, wholeBuckets } from '#lib/calendar/bucket.ts';
import { type Asked, comparedDays } from '#lib/calendar/compared.ts';
import { addDays, type Days, daysBetween } from '#lib/calendar/day.ts';
import { isLayered } from '#lib/compile/query-layered.ts';
import { columnsOf, mostRows, roomOf } from '#lib/compile/query-order.ts';
import { timeColumn } from '#lib/compile/query-period.ts';
import { rowsOfGeneration } from '#lib/compile/read.ts';
import type { Generation } from '#lib/compile/stored.ts';
import { parseDateRange } from '#lib/definition/date-range.ts';
import type { WeekStart } from '#lib/definition/grain.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { comparisonKeys } from './comparison-key.ts';
import type { Query } from './query.ts';

/** The days a question reads of a summary and those it compares them with, and what a reader must be told of them. */
export type AskedPeriod = {
  /** In whole buckets of the summary; null is everything. */
  days: Days | null;
  compared: Days | null;
  /** From what the days compared with follow; null where nothing is compared. */
  asked: Asked | null;
  notes: Message[];
};

/** What the days of a question mean for the summary that answers it. */
export type PeriodContext = {
  /** The days asked for, as `resolveRange` gives them. */
  days: Days | null;
  /** The first day with rows and the last complete one; null where nothing is known. */
  available: Days | null;
};

export function periodOf(query: Query, generation: Generation, context: PeriodContext): AskedPeriod {
  const time = timeColumn(generation, rowsOfGeneration(generation));
  const none = { days: null, compared: null, asked: null };
  if (!time) return { ...none, notes: context.days ? [message('note.noTime', { summary: generation.summary })] : [] };
  if (!context.days) return { ...none, notes: query.compare ? [message('note.noRange')] : [] };

  const kept = dayBucket(time.bucket ?? 'day');
  const weekStart = generation.weekStart ?? 'monday';
  const days = wholeBuckets(kept, context.days, weekStart);
  const widened = isWhole(kept, context.days, weekStart)
    ? []
    : [message('note.wholeBuckets', { summary: generation.summary, unit: kept, days: { days } })];
  const comparison = compare(query, days, kept, weekStart, context.available);
  return { days, ...comparison, notes: [...widened, ...comparison.notes] };
}

function compare(
  query: Query,
  days: Days,
  kept: DayBucket,
  weekStart: WeekStart,
  available: Days | null,
): Omit<AskedPeriod, 'days'> {
  const none = { compared: null, asked: null };
  if (query.compare === null) return { ...none, notes: [] };
  const shown = query.grain === null ? null : dayBucket(query.grain);
  const through = available && lastWhole(kept, available.to, weekStart);
  const asked: Asked = {
    days,
    compare: query.compare,
    bucket: shown !== null && isWhole(shown, days, weekStart) ? shown : kept,
    weekStart,
    toDate: unitToDate(query.range),
    through,
  };
  // A number of all days would hold more of them than the one it is compared with: that looks like growth.
  const isCut = through !== null && through >= days.from && through < days.to;
  if (isCut && shown === null) {
    const period = message(comparisonKeys[query.compare]);
    return { ...none, notes: [message('note.partNotCompared', { period: { message: period } })] };
  }
  // Both periods come in one result, so a period that alone fills it leaves no room for the other. A statement of several
  // levels cuts each for itself.
  const apart = isLayered(query, true, false);
  const room = apart ? roomOf(query).rows : mostRows / (query.pivot.length === 0 ? 1 : columnsOf(query));
  const parts = query.grain === 'hour' ? 24 : 1;
  const fits = shown === null || bucketCount(shown, days, weekStart) * parts <= room;
  const compared = fits ? comparedDays(asked) : null;
  if (compared) return { compared, asked, notes: cutNotes(asked, compared) };
  // Of a period of which nothing is complete, that alone is said.
  const empty = through !== null && through < days.from;
  const tooMany = message('note.tooManyDays', { count: daysBetween(days.from, days.to) + 1 });
  return { ...none, notes: fits && empty ? [] : [tooMany] };
}

/** The last day at which a bucket ends that is complete. */
function lastWhole(bucket: DayBucket, through: string, weekStart: WeekStart): string {
  return endOf(bucket, through, weekStart) === through ? through : addDays(startOf(bucket, through, weekStart), -1);
}

function unitToDate(text: string | null): Asked['toDate'] {
  const range = text === null ? null : parseDateRange(text);
  return range?.kind === 'to-date' ? range.unit : null;
}

/** What is not complete is shown but has nothing beside it. */
function cutNotes({ days, through, compare: label }: Asked, compared: Days): Message[] {
  if (through === null || days.to <= through) return [];
  const period = message(comparisonKeys[label]);
  return [message('note.comparedThrough', { period: { message: period }, days: { days: compared } })];
}
