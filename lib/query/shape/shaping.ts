import { startOf } from '#lib/calendar/bucket.ts';
import { type Days, laterOf, overlap } from '#lib/calendar/day.ts';
import { localHour } from '#lib/calendar/hour.ts';
import type { CompiledQuestion } from '#lib/compile/query-context.ts';
import { defaultFill, type Fill, fillOf } from '#lib/definition/columns.ts';
import type { WeekStart } from '#lib/definition/grain.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';
import type { AskedPeriod } from '../period.ts';
import type { FoundRow } from './shaped-row.ts';

/** What rows are shaped by, beside the question. */
export type ShapeContext = {
  period: AskedPeriod;
  /** The first day with rows and the last complete one; null where nothing is known. */
  available: Days | null;
  generation: Pick<ServedGeneration, 'zone' | 'weekStart'> & Partial<Pick<ServedGeneration, 'completeThrough'>>;
  definition: Pick<SummaryDefinition, 'columns'>;
};

/** What is known of one of the two periods: where nothing stands in it, there was nothing. */
export type Known = {
  /** Its complete days, and where hours are shown the one that is complete in part; null where there are none. */
  days: Days | null;
  /** The first hour that is not complete; null where days are shown, or all of them are. */
  until: string | null;
  /** The buckets in which the summary has rows, filters or not; null where no measure needs to know. */
  marked: ReadonlySet<unknown> | null;
};

/** Everything the parts of shaping decide by. */
export type Shaping = {
  compiled: CompiledQuestion;
  period: AskedPeriod;
  available: Days | null;
  /** The complete days of those asked for; null where there are none. */
  complete: Days | null;
  now: Known;
  before: Known;
  zone: string;
  weekStart: WeekStart;
  /** What stands for each measure where there are no rows. */
  fills: readonly Fill[];
  /** The place of the time column among the groups; -1 without one. */
  time: number;
};

export function shapingOf(
  compiled: CompiledQuestion,
  found: readonly FoundRow[],
  { period, available, generation, definition }: ShapeContext,
): Shaping {
  const { shown } = compiled.period;
  const through = shown?.group.bucket === 'hour' ? generation.completeThrough : null;
  const until = through ? localHour(through, generation.zone) : null;
  const known = (days: Days | null, earlier: boolean): Known => {
    const last = available && laterOf(available.to, until?.slice(0, 10) ?? available.to);
    const all = available && { from: available.from, to: last ?? available.to };
    const marks = found.filter((row) => row.level === compiled.marked && row.earlier === earlier);
    return {
      days: all && (days ? overlap(days, all) : all),
      until,
      marked: compiled.marked === null ? null : new Set(marks.map(({ keys }) => keys[0])),
    };
  };
  return {
    compiled,
    period,
    available,
    complete: available && (period.days ? overlap(period.days, available) : available),
    now: known(period.days, false),
    before: period.compared ? known(period.compared, true) : { days: null, until: null, marked: null },
    zone: generation.zone,
    weekStart: generation.weekStart ?? 'monday',
    fills: compiled.measures.map(({ name, additivity }) => {
      const declared = definition.columns[name];
      return declared ? fillOf(declared) : defaultFill(additivity);
    }),
    time: shown ? compiled.groups.indexOf(shown.group) : -1,
  };
}

/** Whether something is known of the bucket that begins on `start`, so that no rows there means there was nothing. */
export function isKnown(start: string, { compiled, weekStart }: Shaping, { days, until }: Known): boolean {
  const bucket = compiled.period.shown?.bucket;
  if (!bucket || !days || (until !== null && start >= until)) return false;
  const day = start.slice(0, 10);
  return day >= startOf(bucket, days.from, weekStart) && day <= days.to;
}
