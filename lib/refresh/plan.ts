import type { Partition } from '#lib/compile/partition.ts';
import { addDays, addMonths, startOf } from '#lib/definition/date-range.ts';
import type { RefreshMode } from '#lib/refresh/overview-types.ts';

/** Days `YYYY-MM-DD`, `from` included and `to` not. */
export type Days = { from: string; to: string };

/**
 * What is published at once. `days` is null for everything there is; `undoes` is the epoch that is rolled back, `quarantine`
 * the kept build that is published.
 */
export type PlannedUnit = { unit: string; days: Days | null; undoes?: number; quarantine?: string };

/** What a run does; stored with it and then frozen, so that a retry repeats exactly this. */
export type RefreshPlan = {
  /**
   * `full` builds a new generation of every summary of the chain; `incremental` replaces partitions; `roll back` restores
   * what was visible before an epoch; `publish anyway` publishes a build that was kept in quarantine.
   */
  kind: 'full' | 'incremental' | 'roll back' | 'publish anyway';
  /** Why, in words for the log. */
  why: string;
  units: PlannedUnit[];
  /** Fingerprint of each summary's definition when the plan was made. */
  fingerprints: Record<string, string>;
  /** How far the cursors of the sources have come when all of this is published. */
  cursors?: Cursor[];
};

/** The newest change of a source that a run has looked for. */
export type Cursor = { source: string; through: string };

/** What planning knows of the chain; the first member is its head. */
export type PlanInput = {
  mode: RefreshMode;
  /** Only partitions that touch these days. */
  range: Days | null;
  members: {
    summary: string;
    fingerprint: string;
    servedFingerprint: string | null;
    partition: Partition | null;
    lookBack: number;
  }[];
  /** First days of the head's built partitions, in order. */
  built: string[];
  /** First and last day of the source's rows in the asked range or behind the look-back; null when there is none. */
  rows: { first: string; last: string } | null;
  /** Days of units that failed last. */
  failed: Days[];
};

/** A span of more partitions than this is a wrong date in the data far more often than a summary. */
const mostPartitions = 20_000;

/** Decides what a refresh of a chain builds. */
export function planRefresh(input: PlanInput): RefreshPlan {
  const fingerprints = Object.fromEntries(input.members.map((member) => [member.summary, member.fingerprint]));
  const full = (why: string): RefreshPlan => ({
    kind: 'full',
    why,
    units: [{ unit: 'all', days: null }],
    fingerprints,
  });
  const unbuilt = input.members.find((member) => member.servedFingerprint === null);
  if (unbuilt) return full(`${unbuilt.summary} was never built`);
  const changed = input.members.find((member) => member.servedFingerprint !== member.fingerprint);
  if (changed) return full(`the definition of ${changed.summary} or the types of its rows have changed`);
  if (input.mode === 'all' && !input.range) return full('everything was asked for');

  const head = input.members[0];
  if (!head?.partition) {
    const units = input.mode === 'missing' ? [] : [{ unit: 'all', days: null }];
    return { kind: 'incremental', why: 'the summary has no partitions', units, fingerprints };
  }
  if (input.built.length === 0 && input.rows) return full('there are rows now and none was built before');
  const { by } = head.partition;
  const due = duePartitions(input, by, head.lookBack);
  if (due.length > mostPartitions) {
    throw new Error(
      `The rows span ${due.length} partitions, from ${due[0]} to ${due.at(-1)}. Expected at most ${mostPartitions}. ` +
        'Look for rows with a wrong date and filter them in the definition, or give a range.',
    );
  }
  const coarsest = coarsestOf(input.members.flatMap((member) => (member.partition ? [member.partition.by] : [])));
  return { kind: 'incremental', why: whys[input.mode], units: unitsOf(due, by, coarsest), fingerprints };
}

const whys: Record<RefreshMode, string> = {
  due: 'new rows, and late ones inside the look-back',
  missing: 'partitions that were never built',
  failed: 'partitions that failed',
  all: 'every partition of the range',
};

/** How far back a refresh looks: counted from the last published partition, never from now. */
export function lookBackFrom(built: string[], by: Partition['by'], lookBack: number): string | null {
  const edge = built.at(-1);
  return edge === undefined ? null : step(by, edge, -lookBack);
}

function duePartitions(input: PlanInput, by: Partition['by'], lookBack: number): string[] {
  const { built, rows, mode } = input;
  const failed = input.failed.flatMap((days) => partitionsIn(days, by));
  const since = lookBackFrom(built, by, lookBack);
  const last = latest(rows ? startOf(by, rows.last) : undefined, built.at(-1));
  const through = (from: string | undefined | null) =>
    from && last && from <= last ? partitionsIn({ from, to: step(by, last, 1) }, by) : [];
  // A range is bounded by what there is: a year typed wrong must not make a year of empty partitions.
  const inRange = (partition: string) =>
    !input.range || (partition >= startOf(by, input.range.from) && partition < input.range.to);
  const earliest = [rows ? startOf(by, rows.first) : undefined, built[0]].filter((day) => day !== undefined).sort()[0];
  const chosen = ((): string[] => {
    switch (mode) {
      case 'all':
        return through(earliest);
      case 'missing': {
        const have = new Set(built);
        return through(input.range ? earliest : (built[0] ?? earliest)).filter((partition) => !have.has(partition));
      }
      case 'failed':
        return failed;
      case 'due':
        return [...failed, ...through(latest(since ?? undefined, earliest))];
    }
  })();
  return [...new Set(chosen.filter(inRange))].sort();
}

/** Joins partitions into units: those inside one partition of the coarsest summary are published together. */
function unitsOf(partitions: string[], by: Partition['by'], coarsest: Partition['by']): PlannedUnit[] {
  const units = new Map<string, Days>();
  for (const partition of partitions) {
    const outer = startOf(coarsest, partition);
    const unit = units.get(outer) ?? { from: partition, to: partition };
    unit.to = step(by, partition, 1);
    units.set(outer, unit);
  }
  return [...units.values()].map((days) => ({ unit: `${days.from}..${days.to}`, days }));
}

/** The partitions that touch the days. */
export function partitionsIn(days: Days, by: Partition['by']): string[] {
  const partitions: string[] = [];
  for (let at = startOf(by, days.from); at < days.to; at = step(by, at, 1)) partitions.push(at);
  return partitions;
}

/** The days of all partitions that touch `days`. */
export function alignedTo(by: Partition['by'], days: Days): Days {
  return { from: startOf(by, days.from), to: step(by, startOf(by, addDays(days.to, -1)), 1) };
}

/** The partition so many partitions later. */
export function step(by: Partition['by'], partition: string, count: number): string {
  switch (by) {
    case 'day':
      return addDays(partition, count);
    case 'week':
      return addDays(partition, 7 * count);
    case 'month':
      return addMonths(partition, count);
    case 'quarter':
      return addMonths(partition, 3 * count);
    case 'year':
      return addMonths(partition, 12 * count);
  }
}

/** The day after the last partition that has no gap before it. */
export function builtThrough(built: Iterable<string>, by: Partition['by']): string | null {
  let end: string | null = null;
  for (const partition of [...built].sort()) {
    if (end !== null && partition > end) break;
    end = step(by, partition, 1);
  }
  return end;
}

const widths: Partition['by'][] = ['day', 'week', 'month', 'quarter', 'year'];

function coarsestOf(buckets: Partition['by'][]): Partition['by'] {
  return buckets.reduce((a, b) => (widths.indexOf(b) > widths.indexOf(a) ? b : a), 'day');
}

function latest(...days: (string | undefined)[]): string | undefined {
  return days
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
}
