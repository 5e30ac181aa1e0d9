import { startOf } from '#lib/calendar/bucket.ts';
import { addDays } from '#lib/calendar/day.ts';
import type { ShapedRow } from './shaped-row.ts';
import type { Shaping } from './shaping.ts';

/** The first bucket shown that goes on after the last complete day, or after the last day asked for. */
export function firstPartial(
  rows: readonly ShapedRow[],
  { compiled, available, now, time, weekStart }: Shaping,
): string | null {
  const { shown, days } = compiled.period;
  if (!shown) return null;
  const last = [available?.to, days?.to].filter((day) => day !== undefined).sort()[0];
  if (last === undefined) return null;
  // The bucket of the day after is the first that is not whole.
  const from = now.until ?? startOf(shown.bucket, addDays(last, 1), weekStart);
  let first: string | null = null;
  for (const { keys } of rows) {
    const start = keys[time];
    if (typeof start === 'string' && start >= from && (first === null || start < first)) first = start;
  }
  return first;
}
