import { endOf } from '#lib/calendar/bucket.ts';
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
  const starts = rows.flatMap(({ keys }) => (typeof keys[time] === 'string' ? [keys[time]] : [])).sort();
  const { until } = now;
  if (until !== null) return starts.find((start) => start >= until) ?? null;
  return starts.find((start) => endOf(shown.bucket, start.slice(0, 10), weekStart) > last) ?? null;
}
