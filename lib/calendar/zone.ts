import { addDays } from './day.ts';

/** The last day of a zone that lies wholly before a moment: the day before the one the moment falls on. */
export function lastCompleteDay(through: string, zone: string): string {
  return addDays(localDay(through, zone), -1);
}

/** The day a moment falls on in a zone. */
export function localDay(moment: string, zone: string): string {
  return new Date(localMinute(Date.parse(moment), zone)).toISOString().slice(0, 10);
}

/**
 * What the clocks of a zone show at an instant, to the minute, as if they stood in UTC; both in milliseconds. Offsets of
 * less than a minute ended in 1972.
 */
export function localMinute(instant: number, zone: string): number {
  const parts = format(zone).formatToParts(instant);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0);
  const at = new Date(0);
  at.setUTCFullYear(part('year'), part('month') - 1, part('day'));
  at.setUTCHours(part('hour'), part('minute'));
  return at.getTime();
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as using it. */
function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(zone, made);
  return made;
}
