import { dayBucket, endOf } from '#lib/calendar/bucket.ts';
import type { Days } from '#lib/calendar/day.ts';
import { lastCompleteDay } from '#lib/calendar/zone.ts';
import { availableDaysQuery } from '#lib/compile/available-days.ts';
import { timeColumn } from '#lib/compile/query-period.ts';
import { rowsOfGeneration } from '#lib/compile/read.ts';
import type { Scope } from '#lib/compile/scope.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import { type Asking, askedAt, askedRows } from './asked-rows.ts';

/** The first day with rows a viewer may read, and the last day that is complete. */
export type Available = Days;

/** Null for a summary without time, or without a row. */
export async function availableDays(
  asking: Asking,
  generation: ServedGeneration,
  scope: Scope,
): Promise<Available | null> {
  const at = askedAt(asking, generation, scope);
  const time = timeColumn(generation, rowsOfGeneration(generation));
  if (!time) return null;
  const [row] = await askedRows(asking, { at, question: 'days' }, availableDaysQuery);
  const [first, last] = row ?? [];
  if (typeof first !== 'string' || typeof last !== 'string') return null;
  const end = endOf(dayBucket(time.bucket ?? 'day'), last, generation.weekStart ?? 'monday');
  // Complete for ever, or nothing known of its source: then the rows there are say how far it goes.
  const complete = generation.completeThrough && lastCompleteDay(generation.completeThrough, generation.zone);
  return { from: first, to: complete || end };
}
