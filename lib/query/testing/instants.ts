import { wallClock } from './wall-clock.ts';

/** Half of them anywhere in the years, half around the changes of the clocks, many on a full hour or just before it. */
export function instantsOf(
  zone: string,
  count: number,
  years: { first: number; last: number },
  next: () => number,
): number[] {
  const [from, to] = [Date.UTC(years.first, 0, 3), Date.UTC(years.last, 11, 29)];
  const changes = changesOf(zone, from, to);
  const hours = 3_600_000;
  return Array.from({ length: count }, (_, index) => {
    const change = changes[Math.floor(next() * changes.length)];
    const near = index % 2 === 0 && change !== undefined;
    const at = near ? change + (next() - 0.5) * 52 * hours : from + next() * (to - from);
    const full = Math.floor(at / hours) * hours;
    return next() < 0.3 ? full : next() < 0.1 ? full - 1 : Math.floor(at);
  });
}

/** The days on which the clocks of a zone show another time of day at noon UTC than the day before. */
function changesOf(zone: string, from: number, to: number): number[] {
  const found: number[] = [];
  const day = 86_400_000;
  for (let at = from; at < to; at += day) {
    if (wallClock(at, zone).slice(10) !== wallClock(at + day, zone).slice(10)) found.push(at + day / 2);
  }
  // Samoa's clocks went on as before, a day later.
  return zone === 'Pacific/Apia' ? [...found, Date.UTC(2011, 11, 30, 10)] : found;
}
