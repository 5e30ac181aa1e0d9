import type { TimeBucket, WeekStart } from '#lib/definition/grain.ts';

/**
 * What the clocks of a zone show at an instant: `2024-03-10 03:00:00`, as Swedish writes it. Apart from
 * lib/calendar, which it is compared with.
 */
export function wallClock(instant: number, zone: string): string {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    clocks.set(zone, clock);
  }
  return clock.format(instant);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The bucket of what a clock shows, as a summary names it. */
export function bucketByHand(clock: string, bucket: TimeBucket, weekStart: WeekStart): string {
  const [year = 0, month = 0, day = 0] = clock.slice(0, 10).split('-').map(Number);
  const text = (at: Date) => at.toISOString().slice(0, 10);
  switch (bucket) {
    case 'hour':
      return `${clock.slice(0, 10)}T${clock.slice(11, 13)}:00:00`;
    case 'day':
      return clock.slice(0, 10);
    case 'week': {
      const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
      const back = weekStart === 'sunday' ? weekday : weekday === 0 ? 6 : weekday - 1;
      return text(new Date(Date.UTC(year, month - 1, day - back)));
    }
    case 'month':
      return text(new Date(Date.UTC(year, month - 1, 1)));
    case 'quarter':
      return text(new Date(Date.UTC(year, month - 1 - ((month - 1) % 3), 1)));
    case 'year':
      return text(new Date(Date.UTC(year, 0, 1)));
  }
}
