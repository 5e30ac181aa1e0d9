import { nextBucket } from '#components/format/date.ts';
import type { RefreshRange } from '#lib/refresh/view/overview-types.ts';
import type { PartitionBuild, PartitionState, PartitionStrip } from '#lib/refresh/view/strip-types.ts';

/** A strip with its partitions side by side: the day each begins, its state and the publish it came from. */
export type Partitions = {
  by: PartitionStrip['by'];
  days: readonly string[];
  states: readonly PartitionState[];
  builds: readonly (PartitionBuild | null)[];
  /** The first day after the last partition. */
  end: string;
};

export function partitionsOf(strip: PartitionStrip): Partitions {
  const days: string[] = [];
  let day = strip.first;
  for (let index = 0; index < strip.count; index++) {
    days.push(day);
    day = nextBucket(day, strip.by);
  }
  return {
    by: strip.by,
    days,
    states: strip.states.flatMap(({ state, count }) => new Array<PartitionState>(count).fill(state)),
    builds: strip.builds.flatMap(({ build, count }) =>
      new Array<PartitionBuild | null>(count).fill(build === null ? null : (strip.publishes[build] ?? null)),
    ),
    end: day,
  };
}

/** Places of the first and last partition. */
export type Span = { first: number; last: number };

/** The partitions that touch a range; null when none does. */
export function spanOf({ days, end }: Partitions, range: RefreshRange): Span | null {
  const after = days.findIndex((day) => day > range.from);
  const first = after === -1 ? (range.from < end ? days.length - 1 : -1) : Math.max(0, after - 1);
  const beyond = days.findIndex((day) => day >= range.to);
  const last = (beyond === -1 ? days.length : beyond) - 1;
  return first !== -1 && last >= first ? { first, last } : null;
}

/** The days of a span, half-open. */
export function rangeOf({ days, end }: Partitions, { first, last }: Span): RefreshRange {
  return { from: days[first] ?? end, to: days[last + 1] ?? end };
}

/** How many partitions are in each state. */
export function countStates({ states }: Partitions): Map<PartitionState, number> {
  const counts = new Map<PartitionState, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

/** Neighbours in the same state that are not as they should be, oldest first. */
export function stretchesOf({ states }: Partitions): (Span & { state: PartitionState })[] {
  const stretches: (Span & { state: PartitionState })[] = [];
  for (const [index, state] of states.entries()) {
    const before = stretches.at(-1);
    if (state === 'fresh') continue;
    if (before && before.state === state && before.last === index - 1) before.last = index;
    else stretches.push({ state, first: index, last: index });
  }
  return stretches;
}
