import { addDays } from '#lib/calendar/day.ts';
import type { Partition } from '#lib/compile/partition.ts';
import type { RefreshRange } from '#lib/refresh/view/overview-types.ts';
import { type Days, type PlannedUnit, partitionsIn } from '../plan/plan.ts';

const mostRanges = 50;

/** The days of a plan's units, joined where they touch. */
export function plannedDays(units: readonly PlannedUnit[]): {
  first: string | null;
  last: string | null;
  ranges: RefreshRange[];
  /** All of them, also those beyond the ones that are listed. */
  joined: Days[];
} {
  const joined: Days[] = [];
  for (const days of units.flatMap((unit) => (unit.days ? [unit.days] : [])).sort(byFrom)) {
    const before = joined.at(-1);
    if (!before || days.from > before.to) joined.push({ ...days });
    else if (days.to > before.to) before.to = days.to;
  }
  const end = joined.at(-1)?.to;
  return {
    first: joined[0]?.from ?? null,
    last: end ? addDays(end, -1) : null,
    ranges: joined.slice(0, mostRanges),
    joined,
  };
}

/** How many partitions units build; one that is built whole counts one. */
export function partitionCount(units: readonly { days: Days | null }[], by: Partition['by'] | null): number {
  return units.reduce((count, { days }) => count + (days && by ? partitionsIn(days, by).length : 1), 0);
}

const byFrom = (a: Days, b: Days) => (a.from < b.from ? -1 : 1);
