/** A unit that was built before: how long it took and how many partitions it held. */
export type BuiltBefore = { run: string; seconds: number; partitions: number };

/** How long so many partitions take, by the median of what one took in the last runs; null when there were none. */
export function estimate(
  history: readonly BuiltBefore[],
  partitions: number,
): { seconds: number; runs: number } | null {
  if (history.length === 0) return null;
  const each = median(history.map((unit) => unit.seconds / Math.max(1, unit.partitions)));
  return { seconds: Math.round(each * partitions * 10) / 10, runs: new Set(history.map((unit) => unit.run)).size };
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
