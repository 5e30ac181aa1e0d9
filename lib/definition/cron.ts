import { Cron } from 'croner';

/** What is wrong with a cron, or null: five fields, minute to day of the week, that some day is true for. */
export function cronProblem(cron: string): string | null {
  try {
    return new Cron(cron, { mode: '5-part', timezone: 'UTC' }).nextRun() === null ? 'a moment that never comes' : null;
  } catch {
    return 'something else';
  }
}

/**
 * The next moments of a cron in a zone. A time that a change of clocks leaves out comes once, when the clocks have
 * changed; one that comes twice that day counts once, unless the cron says every so many minutes or hours.
 */
export function cronTicks(cron: string, zone: string, after: Date, count: number): Date[] {
  return new Cron(cron, { mode: '5-part', timezone: zone }).nextRuns(count, after);
}

/** Whether a name is a time zone's. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
