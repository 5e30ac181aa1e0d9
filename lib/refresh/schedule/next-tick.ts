import { cronTicks } from '#lib/definition/cron.ts';
import type { When } from './chain-schedules.ts';

/** The first tick after now of what was due at `due`: ticks that were missed in between are not made up for one by one. */
export function nextTick(when: When, due: Date, now: Date): Date {
  return ticksAfter(when, due, now, 1)[0] ?? now;
}

/** The next ticks after `now`, counted on from one at `from`. */
export function ticksAfter(when: When, from: Date, now: Date, count: number): Date[] {
  if (when.cron !== null) return cronTicks(when.cron, when.zone, now, count);
  const step = when.seconds * 1000;
  const missed = Math.floor((now.getTime() - from.getTime()) / step);
  const first = from.getTime() + Math.max(0, missed + 1) * step;
  return Array.from({ length: count }, (_, index) => new Date(first + index * step));
}
