import { changeDays, minutesShown, startOfDay } from './clock.ts';
import { addDays, type Days, daysBetween } from './day.ts';
import { localMinute } from './zone.ts';

const hour = 3_600_000;

/**
 * The hours that the clocks of a zone show in a range of days, as the database writes them: `2024-03-10T03:00:00`. A day on
 * which clocks go forward has 23 of them. Where they go back the hour that comes twice is one, and holds both.
 */
export function hoursOf(days: Days, zone: string): string[] {
  const changed = new Set(changeDays(days, zone));
  return Array.from({ length: daysBetween(days.from, days.to) + 1 }, (_, index) => addDays(days.from, index)).flatMap(
    (day) => everyHour.filter((at) => !changed.has(day) || minutesOf(day, at, zone) > 0).map((at) => hourText(day, at)),
  );
}

/** The hours of a range of days that come twice. */
export function repeatedHours(days: Days, zone: string): string[] {
  return changeDays(days, zone).flatMap((day) =>
    everyHour.filter((at) => minutesOf(day, at, zone) > 60).map((at) => hourText(day, at)),
  );
}

/** The hour that the clocks of a zone show at a moment. */
export function localHour(moment: string, zone: string): string {
  return `${new Date(localMinute(Date.parse(moment), zone)).toISOString().slice(0, 13)}:00:00`;
}

const everyHour = [...Array(24).keys()];

function minutesOf(day: string, at: number, zone: string): number {
  const start = startOfDay(day) + at * hour;
  return minutesShown(start, start + hour, zone);
}

function hourText(day: string, at: number): string {
  return `${day}T${String(at).padStart(2, '0')}:00:00`;
}
