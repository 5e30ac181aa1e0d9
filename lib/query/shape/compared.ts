import { type Asked, counterpart } from '#lib/calendar/compared.ts';
import type { Days } from '#lib/calendar/day.ts';
import { comparisonKeys } from '#lib/dashboard/comparison-key.ts';
import type { Cell } from '#lib/dashboard/tile-result.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { gapValues, nowhere } from './gap.ts';
import { keyOf, type ShapedRow } from './shaped-row.ts';
import { isKnown, type Shaping } from './shaping.ts';

/** For each row the one that stands beside it in the period compared with; nothing where none does. */
export function besideRows(
  rows: readonly ShapedRow[],
  earlier: readonly ShapedRow[],
  shaping: Shaping,
  asked: Asked,
  compared: Days,
): ShapedRow[] {
  const known = new Map(earlier.map((row) => [keyOf(row.keys, row.rest), row.values]));
  return rows.map(({ keys, rest }): ShapedRow => {
    const others = keysBefore(keys, shaping, asked, compared);
    if (others === null) return { keys: withoutTime(keys, shaping), rest, values: shaping.fills.map(() => null) };
    const found = known.get(keyOf(others, rest));
    return { keys: others, rest, values: found ?? absent(others, shaping) };
  });
}

/** The keys of the row beside another: its time is the counterpart's; null where there is none. */
function keysBefore(
  keys: readonly Cell[],
  { compiled, time }: Shaping,
  asked: Asked,
  compared: Days,
): readonly Cell[] | null {
  const { shown } = compiled.period;
  const start = keys[time];
  // The total of a level without time has no time.
  if (!shown || typeof start !== 'string') return keys;
  const before = counterpart(shown.bucket, start.slice(0, 10), asked, compared);
  // An hour keeps its time of day.
  return before === null ? null : keys.with(time, before + start.slice(10));
}

function withoutTime(keys: readonly Cell[], { time }: Shaping): readonly Cell[] {
  return keys.with(time, null);
}

function absent(keys: readonly Cell[], shaping: Shaping): readonly Cell[] {
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
