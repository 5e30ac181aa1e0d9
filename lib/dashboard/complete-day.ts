import { addDays } from '#lib/definition/date-range.ts';

/** The last day of a zone that lies wholly before a moment: the day before the one the moment falls on. */
export function lastCompleteDay(through: string, zone: string): string {
  return addDays(localDay(through, zone), -1);
}

/** The day a moment falls on in a zone. */
export function localDay(moment: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(moment));
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}
