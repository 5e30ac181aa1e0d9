import { Cron } from 'croner';

/** The fields of a cron in their order. */
export const cronFields = ['minute', 'hour', 'day of the month', 'month', 'day of the week'] as const;
export type CronField = (typeof cronFields)[number];

/** What the field of a cron takes, besides `*`, lists, ranges and steps. */
export const cronAllowed: Record<CronField, string> = {
  minute: '0 to 59',
  hour: '0 to 23',
  'day of the month': '1 to 31',
  month: '1 to 12 or JAN to DEC',
  'day of the week': '0 to 7 or SUN to SAT',
};

/** The first field that is wrong with what it holds; null where the number of fields, or all of them together, are wrong. */
export type CronProblem = { field: CronField; found: string } | { field: null };

/** What is wrong with a cron, or null: five fields, minute to day of the week, that some day is true for. */
export function cronProblem(cron: string): CronProblem | null {
  if (comes(cron)) return null;
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== cronFields.length) return { field: null };
  for (const [index, field] of cronFields.entries()) {
    const found = fields[index] ?? '';
    const alone = cronFields.map((each) => (each === field ? found : '*')).join(' ');
    if (!comes(alone)) return { field, found };
  }
  return { field: null };
}

function comes(cron: string): boolean {
  try {
    return new Cron(cron, { mode: '5-part', timezone: 'UTC' }).nextRun() !== null;
  } catch {
    return false;
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
