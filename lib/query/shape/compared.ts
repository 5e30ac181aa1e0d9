import { endOf } from '#lib/calendar/bucket.ts';
import { type Asked, counterpart } from '#lib/calendar/compared.ts';
import { type Days, earlierOf } from '#lib/calendar/day.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { comparisonKeys } from '../comparison-key.ts';
import type { Cell } from '../result.ts';
import { gapValues, nowhere } from './gap.ts';
import { keyOf, type ShapedRow } from './shaped-row.ts';
import { isKnown, type Shaping } from './shaping.ts';

/** What rows are set beside. */
export type Beside = {
  asked: Asked;
  compared: Days;
  /** Whether a limit cut other rows of the period compared with than of the one asked for: what is missing is not known. */
  isCut: boolean;
};

/** For each row the one that stands beside it in the period compared with; nothing where none does. */
export function besideRows(
  rows: readonly ShapedRow[],
  earlier: readonly ShapedRow[],
  shaping: Shaping,
  { asked, compared, isCut }: Beside,
): ShapedRow[] {
  const known = new Map(earlier.map((row) => [keyOf(row.keys, row.rest), row.values]));
  const starts = new Map<string, string | null>();
  const isWhole = asked.through === null || asked.days.to <= asked.through;
  const nothing = shaping.fills.map(() => null);
  const beside = (keys: readonly Cell[], rest: number): ShapedRow => ({
    keys,
    rest,
    values: known.get(keyOf(keys, rest)) ?? absent(keys, shaping, isCut),
  });
  return rows.map(({ keys, rest }): ShapedRow => {
    const start = keys[shaping.time];
    // The total of a level without time has no time: what is not complete counts in it, but not in the one before.
    if (typeof start !== 'string') return isWhole ? beside(keys, rest) : { keys, rest, values: nothing };
    if (!starts.has(start)) starts.set(start, startBefore(start, shaping, asked, compared));
    const before = starts.get(start) ?? null;
    if (before !== null) return beside(keys.with(shaping.time, before), rest);
    return { keys: keys.with(shaping.time, null), rest, values: nothing };
  });
}

/** The bucket that stands beside another; null where none does. */
function startBefore(start: string, { compiled }: Shaping, asked: Asked, compared: Days): string | null {
  const { shown } = compiled.period;
  if (!shown) return null;
  const day = start.slice(0, 10);
  // What has come of days that are not complete counts in this bucket, but not in the one before.
  const last = earlierOf(endOf(shown.bucket, day, asked.weekStart), asked.days.to);
  if (asked.through !== null && last > asked.through) return null;
  const before = counterpart(shown.bucket, day, asked, compared);
  // An hour keeps its time of day.
  return before === null ? null : before + start.slice(10);
}

function absent(keys: readonly Cell[], shaping: Shaping, isCut: boolean): readonly Cell[] {
  if (isCut) return shaping.fills.map(() => null);
  const start = keys[shaping.time];
  const nothing = typeof start !== 'string' || isKnown(start, shaping, shaping.before);
  return nothing || shaping.available === null ? gapValues(shaping, nowhere) : shaping.fills.map(() => null);
}

/** A total of a period that was only partly recorded would look like growth since. */
export function shortfall({ period, available }: Shaping): Message | null {
  const { asked, compared } = period;
  if (!asked || !compared || !available || compared.from >= available.from) return null;
  return message('note.shortfall', {
    period: { message: message(comparisonKeys[asked.compare]) },
    days: { days: compared },
    begins: { day: available.from },
  });
}
