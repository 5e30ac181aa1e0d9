import { startOf } from '#lib/calendar/bucket.ts';
import { addDays, addMonths } from '#lib/calendar/day.ts';
import type { Partition } from '#lib/compile/partition.ts';
import { english } from '#lib/i18n/languages.ts';
import { type Message, message, say } from '#lib/i18n/message.ts';
import type { RefreshMode } from '#lib/refresh/view/overview-types.ts';
import { Held } from '../run/context.ts';
import { planReason } from './plan-reason.ts';
import type { PlanReason } from './plan-reason-types.ts';

/** Days `YYYY-MM-DD`, `from` included and `to` not. */
export type Days = { from: string; to: string };

/** Partitions that are weeks begin on Monday, whatever weeks a summary shows. */
const weekStart = 'monday';

/**
 * What is published at once. `days` is null for everything there is; `undoes` is the epoch that is rolled back, `quarantine`
 * the kept build that is published.
 */
export type PlannedUnit = { unit: string; days: Days | null; undoes?: number; quarantine?: string };

/** What a run does; stored with it and then frozen, so that a retry repeats exactly this. */
export type RefreshPlan = PlanReason & {
  /**
   * `full` builds a new generation of every summary of the chain; `incremental` replaces partitions; `roll back` restores
   * what was visible before an epoch; `publish anyway` publishes a build that was kept in quarantine.
   */
  kind: 'full' | 'incremental' | 'roll back' | 'publish anyway';
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
  /** First days of partitions whose sources have changed since they were built, and of those changes found before any was. */
  pending: string[];
  /** Whether all that was built is stale, so that nothing is known of where rows have changed. */
  invalidated: boolean;
  /** Days that were rolled back and that nobody has released; null for all of them. */
  held: (Days | null)[];
};

/** A span of more partitions than this is a wrong date in the data far more often than a summary. */
const mostPartitions = 20_000;

/** What was asked for is wider than any summary: somebody should look at the data first. */
export class TooManyPartitions extends Error {
  override name = 'TooManyPartitions';
}

/** Decides what a refresh of a chain builds. Throws {@link Held} where only everything would do and days are held. */
export function planRefresh(input: PlanInput): RefreshPlan {
  const fingerprints = Object.fromEntries(input.members.map((member) => [member.summary, member.fingerprint]));
  const full = (because: Message): RefreshPlan => {
    if (input.held.length > 0) throw new Held(heldWords(input, say(because, english)));
    return { kind: 'full', ...planReason(because), units: [{ unit: 'all', days: null }], fingerprints };
  };
  const unbuilt = input.members.find((member) => member.servedFingerprint === null);
  if (unbuilt) return full(message('plan.neverBuilt', { summary: unbuilt.summary }));
  const changed = input.members.find((member) => member.servedFingerprint !== member.fingerprint);
  if (changed) return full(message('plan.definitionChanged', { summary: changed.summary }));
  if (input.mode === 'all' && !input.range) return full(message('plan.everything'));

  const head = input.members[0];
  if (!head?.partition) {
    const held = input.held.length > 0;
    const units = input.mode === 'missing' || held ? [] : [{ unit: 'all', days: null }];
    const because = message(held ? 'plan.summaryHeld' : 'plan.noPartitions');
    return { kind: 'incremental', ...planReason(because), units, fingerprints };
  }
  if (input.built.length === 0 && input.rows) return full(message('plan.firstRows'));
  if (input.invalidated && input.mode === 'due' && !input.range && input.held.length === 0) {
    // Cheaper than partition by partition, and it finds rows of days that nobody has told of.
    return full(message('plan.allStale'));
  }
  const { by } = head.partition;
  const wanted = duePartitions(input, by, head.lookBack);
  const due = input.held.length === 0 ? wanted : wanted.filter((partition) => !isHeld(input.held, by, partition));
  if (due.length > mostPartitions) throw wrongDate(due.length, due[0], due.at(-1));
  const coarsest = coarsestOf(input.members.flatMap((member) => (member.partition ? [member.partition.by] : [])));
  const wish = message(`plan.${input.mode}`);
  const because = due.length === wanted.length ? wish : message('plan.exceptHeld', { why: { message: wish } });
  const apart = (from: string, to: string) =>
    input.held.length > 0 && partitionsIn({ from, to }, by).some((partition) => isHeld(input.held, by, partition));
  return { kind: 'incremental', ...planReason(because), units: unitsOf(due, by, coarsest, apart), fingerprints };
}

function wrongDate(count: number, first: string | undefined, last: string | undefined): Error {
  return new TooManyPartitions(
    `The rows span ${count} partitions, from ${first} to ${last}. Expected at most ${mostPartitions}. ` +
      'Look for rows with a wrong date and filter them in the definition, or give a range.',
  );
}

function heldWords({ members, held }: PlanInput, why: string): string {
  const days = held.map((range) => (range ? `${range.from} to ${addDays(range.to, -1)}` : 'everything')).join(', ');
  return (
    `All of ${members[0]?.summary} has to be built (${why}), but it is held since a roll-back: ${days}. Expected nothing to ` +
    'be held. Release it first, then refresh again.'
  );
}

function isHeld(held: PlanInput['held'], by: Partition['by'], partition: string): boolean {
  const end = step(by, partition, 1);
  return held.some((range) => range === null || (range.from < end && range.to > partition));
}

/** How far back a refresh looks: counted from the last published partition, never from now. */
export function lookBackFrom(built: string[], by: Partition['by'], lookBack: number): string | null {
  const edge = built.at(-1);
  return edge === undefined ? null : step(by, edge, -lookBack);
}

function duePartitions(input: PlanInput, by: Partition['by'], lookBack: number): string[] {
  const { built, rows, mode } = input;
  const failed = input.failed.flatMap((days) => partitionsIn(days, by));
  const since = lookBackFrom(built, by, lookBack);
  const last = latest(rows ? startOf(by, rows.last, weekStart) : undefined, built.at(-1));
  const through = (from: string | undefined | null) => {
    if (!from || !last || from > last) return [];
    // Counted before they are made: millions of days take many seconds.
    const count = Math.ceil((Date.parse(last) - Date.parse(from)) / 86_400_000 / longest[by]);
    if (count - built.length > mostPartitions && !input.range) throw wrongDate(count, from, last);
    return partitionsIn({ from, to: step(by, last, 1) }, by);
  };
  // A range is bounded by what there is: a year typed wrong must not make a year of empty partitions.
  const inRange = (partition: string) =>
    !input.range || (partition >= startOf(by, input.range.from, weekStart) && partition < input.range.to);
  const earliest = [rows ? startOf(by, rows.first, weekStart) : undefined, built[0]]
    .filter((day) => day !== undefined)
    .sort()[0];
  const chosen = ((): string[] => {
    switch (mode) {
      case 'all':
        return through(earliest);
      case 'missing': {
        const have = new Set(built);
        const all = through(input.range ? earliest : (built[0] ?? earliest));
        return [...input.pending, ...all].filter((partition) => !have.has(partition));
      }
      case 'failed':
        return failed;
      case 'due':
        return [...failed, ...input.pending, ...through(latest(since ?? undefined, earliest))];
    }
  })();
  return [...new Set(chosen.filter(inRange))].sort();
}

/**
 * Joins partitions into units: those inside one partition of the coarsest summary are published together, with what lies
 * between them, unless that must stay `apart`.
 */
function unitsOf(
  partitions: string[],
  by: Partition['by'],
  coarsest: Partition['by'],
  apart: (from: string, to: string) => boolean,
): PlannedUnit[] {
  const units: Days[] = [];
  for (const partition of partitions) {
    const unit = units.at(-1);
    const to = step(by, partition, 1);
    const joins =
      unit &&
      startOf(coarsest, unit.from, weekStart) === startOf(coarsest, partition, weekStart) &&
      !apart(unit.to, partition);
    if (joins) unit.to = to;
    else units.push({ from: partition, to });
  }
  return units.map((days) => ({ unit: `${days.from}..${days.to}`, days }));
}

/** The partitions that touch the days. */
export function partitionsIn(days: Days, by: Partition['by']): string[] {
  const partitions: string[] = [];
  for (let at = startOf(by, days.from, weekStart); at < days.to; at = step(by, at, 1)) partitions.push(at);
  return partitions;
}

/** The days of all partitions that touch `days`. */
export function alignedTo(by: Partition['by'], days: Days): Days {
  return { from: startOf(by, days.from, weekStart), to: step(by, startOf(by, addDays(days.to, -1), weekStart), 1) };
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

/**
 * The day after the last partition that has no gap before it, counted on from where it was: a partition built long before
 * the first one, for late rows, takes nothing back.
 */
export function builtThrough(
  built: Iterable<string>,
  by: Partition['by'],
  before: string | null = null,
): string | null {
  let end = before;
  for (const partition of [...built].sort()) {
    if (end !== null && partition < end) continue;
    if (end !== null && partition > end) break;
    end = step(by, partition, 1);
  }
  return end;
}

/** The most days a partition may have. */
const longest: Record<Partition['by'], number> = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };

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
