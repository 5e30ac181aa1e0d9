import { endOf } from '#lib/calendar/bucket.ts';
import { type Days, overlap } from '#lib/calendar/day.ts';
import type { CompiledQuestion } from '#lib/compile/query-context.ts';
import type { Generation } from '#lib/compile/stored.ts';
import { defaultFill, type Fill, fillOf } from '#lib/definition/columns.ts';
import type { WeekStart } from '#lib/definition/grain.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { AskedPeriod } from '../period.ts';

/** What rows are shaped by, beside the question. */
export type ShapeContext = {
  period: AskedPeriod;
  /** The first day with rows and the last complete one; null where nothing is known. */
  available: Days | null;
  generation: Pick<Generation, 'zone' | 'weekStart'>;
  definition: Pick<SummaryDefinition, 'columns'>;
};

/** Everything the parts of shaping decide by. */
export type Shaping = {
  compiled: CompiledQuestion;
  period: AskedPeriod;
  available: Days | null;
  /** The complete days of those asked for, or of those compared with; null where there are none. */
  complete: Days | null;
  completeBefore: Days | null;
  zone: string;
  weekStart: WeekStart;
  /** What stands for each measure where there are no rows. */
  fills: readonly Fill[];
  /** The place of the time column among the groups; -1 without one. */
  time: number;
};

export function shapingOf(
  compiled: CompiledQuestion,
  { period, available, generation, definition }: ShapeContext,
): Shaping {
  const { shown } = compiled.period;
  const within = (days: Days | null) => available && (days ? overlap(days, available) : available);
  return {
    compiled,
    period,
    available,
    complete: within(period.days),
    completeBefore: period.compared && within(period.compared),
    zone: generation.zone,
    weekStart: generation.weekStart ?? 'monday',
    fills: compiled.measures.map(({ name, additivity }) => {
      const declared = definition.columns[name];
      return declared ? fillOf(declared) : defaultFill(additivity);
    }),
    time: shown ? compiled.groups.indexOf(shown.group) : -1,
  };
}

/** Whether complete days lie in the bucket that begins on `start`, so that no rows there means there was nothing. */
export function touches(start: string, { compiled, weekStart }: Shaping, complete: Days | null): boolean {
  const bucket = compiled.period.shown?.bucket;
  if (!bucket || !complete) return false;
  const day = start.slice(0, 10);
  return endOf(bucket, day, weekStart) >= complete.from && day <= complete.to;
}
