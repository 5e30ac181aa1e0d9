import { addDays } from '#lib/calendar/day.ts';
import type { Partition } from '#lib/compile/partition.ts';
import { step } from '../plan/plan.ts';

/** Totals by the first day of their partition. A partition without rows is left out. */
export type Totals = ReadonlyMap<string, number>;

/** What is served: its totals, of the partitions judged and of those before them, and its newest partition. */
export type Served = { totals: Totals; newest: string | null };

export type Unusual = { partition: string; total: number; usual: number };

/** So many partitions before one are looked at, and so few are no history. */
const mostBefore = 8;
const leastBefore = 4;

/** How far back the partitions lie that tell what is usual. */
export function usualSince(by: Partition['by'], first: string): string {
  return by === 'day' ? addDays(first, -7 * mostBefore) : step(by, first, -mostBefore);
}

/**
 * The partitions of a build whose total is further than `within` both from the median of those before it, and from what is
 * served of itself. Days are compared with the same weekday. Only what was over when it was published tells what is usual,
 * so the newest served partition does not; and the newest of all is never too small, for it may not be over now.
 */
export function unusual(
  by: Partition['by'],
  judged: readonly string[],
  built: Totals,
  served: Served,
  within: number,
): Unusual[] {
  const first = [...served.totals.keys()].sort()[0];
  const open = served.newest;
  if (first === undefined || open === null) return [];
  const newest = [...built.keys(), open].sort().at(-1) ?? open;
  return judged.flatMap((partition): Unusual[] => {
    const before = partitionsBefore(by, partition).filter((each) => each >= first && each < open);
    if (before.length < leastBefore) return [];
    const usual = median(before.map((each) => served.totals.get(each) ?? 0));
    const total = built.get(partition) ?? 0;
    const own = partition < open ? (served.totals.get(partition) ?? null) : null;
    const far = (from: number) => {
      const distance = partition >= newest ? Math.max(0, total - from) : Math.abs(total - from);
      return distance > within * Math.abs(from);
    };
    return far(usual) && (own === null || far(own)) ? [{ partition, total, usual }] : [];
  });
}

function partitionsBefore(by: Partition['by'], partition: string): string[] {
  const back = (count: number) => (by === 'day' ? addDays(partition, -7 * count) : step(by, partition, -count));
  return Array.from({ length: mostBefore }, (_, index) => back(index + 1));
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper;
}
