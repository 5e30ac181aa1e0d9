import { type Days, partitionsIn, step } from '../plan/plan.ts';
import type { PartitionBuild, PartitionState, PartitionStrip, PartitionWidth } from './strip-types.ts';

export type BuiltPartition = PartitionBuild & { partition: string };

/** Days, or everything, that are in a state. */
export type Mark = { state: Exclude<PartitionState, 'fresh' | 'missing'>; days: Days | null };

/** What matters most of a partition comes last: it is drawn over what comes before. */
const order: readonly PartitionState[] = [
  'missing',
  'fresh',
  'pending',
  'held',
  'failed',
  'quarantined',
  'planned',
  'building',
];

/** A span of more partitions than this comes from a wrong date; the newest are shown. */
const mostPartitions = 20_000;

/** Lays out what is known of a summary's partitions; null when nothing was built or is about to be. */
export function partitionStrip(
  summary: string,
  by: PartitionWidth,
  built: readonly BuiltPartition[],
  marks: readonly Mark[],
  /** The first day after those the source is known to have. */
  end: string | null,
): PartitionStrip | null {
  const span = spanOf(by, built, marks, end);
  if (!span) return null;
  const partitions = partitionsIn(span, by).slice(-mostPartitions);
  const first = partitions[0];
  if (first === undefined) return null;
  const places = new Map(partitions.map((partition, place) => [partition, place]));
  const states: PartitionState[] = partitions.map(() => 'missing');
  const builds: (number | null)[] = partitions.map(() => null);
  const publishes = new Map<string, { build: PartitionBuild; place: number }>();
  for (const { partition, at, epoch, run } of built) {
    const place = places.get(partition);
    if (place === undefined) continue;
    const key = `${epoch} ${run} ${at}`;
    const publish = publishes.get(key) ?? { build: { at, epoch, run }, place: publishes.size };
    publishes.set(key, publish);
    states[place] = 'fresh';
    builds[place] = publish.place;
  }
  for (const { state, days } of [...marks].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))) {
    for (const partition of days ? partitionsIn(days, by) : partitions) {
      const place = places.get(partition);
      if (place === undefined) continue;
      // A change of the source says nothing of what was never built.
      if (state === 'pending' && builds[place] === null) continue;
      states[place] = state;
    }
  }
  return {
    summary,
    by,
    first,
    count: partitions.length,
    states: runsOf(states).map(({ value, count }) => ({ state: value, count })),
    builds: runsOf(builds).map(({ value, count }) => ({ build: value, count })),
    publishes: [...publishes.values()].map((publish) => publish.build),
  };
}

function spanOf(by: PartitionWidth, built: readonly BuiltPartition[], marks: readonly Mark[], end: string | null) {
  const known = marks.flatMap(({ days }) => (days ? [days] : []));
  const starts = [...built.map((each) => each.partition), ...known.map((days) => days.from)].sort();
  const ends = [
    ...built.map((each) => step(by, each.partition, 1)),
    ...known.map((days) => days.to),
    ...(end === null ? [] : [end]),
  ].sort();
  const [from, to] = [starts[0], ends.at(-1)];
  return from !== undefined && to !== undefined && from < to ? { from, to } : null;
}

function runsOf<Value>(values: readonly Value[]): { value: Value; count: number }[] {
  const runs: { value: Value; count: number }[] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last && last.value === value) last.count++;
    else runs.push({ value, count: 1 });
  }
  return runs;
}
