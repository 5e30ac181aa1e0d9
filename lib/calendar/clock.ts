import { addDays, type Days, daysBetween } from './day.ts';
import { localMinute } from './zone.ts';

const minute = 60_000;
const hour = 60 * minute;
/** No zone has been further from UTC. */
const furthest = 16 * hour;

/**
 * How many minutes the clocks of a zone show a time from `start` up to, not including, `end`: 60 for most hours, 120 for one
 * that comes twice, 0 for one that is skipped. Both are wall-clock times as if they stood in UTC, not over two days apart.
 */
export function minutesShown(start: number, end: number, zone: string): number {
  const change = changeBetween(start - furthest, end + furthest, zone);
  if (change === null) return (end - start) / minute;
  const before = Math.min(end - change.before, change.at) - Math.min(start - change.before, change.at);
  const after = Math.max(end - change.after, change.at) - Math.max(start - change.after, change.at);
  return (before + after) / minute;
}

/** The days of a range that never were: a zone that moved over the date line skipped one, as Samoa did 2011-12-30. */
export function missingDays(days: Days, zone: string): string[] {
  const missing: string[] = [];
  // So far apart the clocks are looked at; a day is skipped once in a century, and not put back within half a year.
  const step = 180;
  for (let from = addDays(days.from, -1); from <= days.to; from = addDays(from, step)) {
    const [first, last] = [startOfDay(from), startOfDay(addDays(from, step + 1))];
    if (Math.abs(ahead(first, zone) - ahead(last, zone)) < 12 * hour) continue;
    for (let day = from; day < addDays(from, step); day = addDays(day, 1)) {
      if (day >= days.from && day <= days.to && minutesOfDay(day, zone) === 0) missing.push(day);
    }
  }
  return missing;
}

/** The days of a range on which the clocks are changed. */
export function changeDays(days: Days, zone: string): string[] {
  return Array.from({ length: daysBetween(days.from, days.to) + 1 }, (_, index) => addDays(days.from, index)).filter(
    (day) => minutesOfDay(day, zone) !== 24 * 60,
  );
}

export function minutesOfDay(day: string, zone: string): number {
  return minutesShown(startOfDay(day), startOfDay(addDays(day, 1)), zone);
}

export function startOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** When between two instants the clocks are changed, and how far they are ahead of UTC before and after. */
function changeBetween(from: number, to: number, zone: string): { at: number; before: number; after: number } | null {
  const [before, after] = [ahead(from, zone), ahead(to, zone)];
  if (before === after) return null;
  let [earliest, at] = [from, to];
  while (at - earliest > minute) {
    const middle = earliest + Math.floor((at - earliest) / minute / 2) * minute;
    if (ahead(middle, zone) === before) earliest = middle;
    else at = middle;
  }
  return { at, before, after };
}

function ahead(instant: number, zone: string): number {
  return localMinute(instant, zone) - instant;
}
