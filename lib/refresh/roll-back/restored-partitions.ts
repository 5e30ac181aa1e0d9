import type { Partition } from '#lib/compile/partition.ts';
import { step } from '../plan/plan.ts';

/** What is known of the partitions of a summary in the days that are restored. */
export type PartitionsKnown = {
  by: Partition['by'];
  /** The epoch that is undone. */
  undoes: number;
  /** First days of partitions that count as built now, or did in the generation of before, and since which epoch. */
  recorded: readonly { partition: string; epoch: number }[];
  /** First days of partitions that have rows once they are restored. */
  withRows: readonly string[];
  /** The first day with rows before the epoch, and the end of what was built without a gap then. */
  first: string | null;
  through: string | null;
};

/**
 * Which partitions were built before an epoch, and which are not any more once it is undone. A record tells the epoch of the
 * last build alone; one that is later still was built before where it has rows, or lies between others that were.
 */
export function restoredPartitions({ by, undoes, recorded, withRows, first, through }: PartitionsKnown): {
  partitions: string[];
  unbuilt: string[];
} {
  const rows = new Set(withRows);
  const old = new Set(recorded.filter(({ epoch }) => epoch < undoes).map(({ partition }) => partition));
  const builtBefore = (partition: string) =>
    rows.has(partition) ||
    old.has(partition) ||
    (first !== null && through !== null && step(by, partition, 1) > first && partition < through);
  const all = [...new Set([...recorded.map(({ partition }) => partition), ...withRows])].sort();
  return { partitions: all.filter(builtBefore), unbuilt: all.filter((partition) => !builtBefore(partition)) };
}
