import type { CompiledQuestion } from '#lib/compile/query-context.ts';
import { counterpart, endOf } from '#lib/compile/tile-time.ts';
import type { Days } from '#lib/definition/date-range.ts';
import type { Compare } from '#lib/definition/tiles.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { comparisonKeys } from './comparison-key.ts';
import { keyOf, nothing, type Row } from './tile-fill.ts';

/** The period compared with: for each row the one that stands beside it, or why there is none. */
export type Compared = { label: Compare; days: Days; rows: Row[]; note: Message | null };

export function comparedRows(
  compare: Compare | null,
  query: CompiledQuestion,
  rows: readonly Row[],
  earlier: readonly Row[],
  available: Days | null,
): Compared | null {
  const { days, compared, shown } = query.period;
  if (compare === null || !days || !compared) return null;
  const width = query.groups.length;
  const known = new Map(
    earlier.map((row) => [keyOf(row.slice(0, width)), row.slice(width, width + query.measures.length)]),
  );
  const place = shown ? query.groups.indexOf(shown.group) : -1;

  const beside = rows.map((row): Row => {
    const keys = row.slice(0, width);
    let complete = true;
    if (shown && place >= 0) {
      const now = String(keys[place]);
      const before = counterpart(shown.bucket, now.slice(0, 10), days, compared, compare);
      // An hour keeps its time of day.
      keys[place] = before === null ? null : before + now.slice(10);
      complete =
        before !== null &&
        (available === null || (endOf(shown.bucket, before) >= available.from && before <= available.to));
    }
    const match = known.get(keyOf(keys));
    if (width > 0) return [...keys, ...(match ?? nothing(query, complete))];
    return query.measures.map((measure, index) => match?.[index] ?? measure.zero);
  });
  return { label: compare, days: compared, rows: beside, note: shortfall(compare, compared, available) };
}

/** A total of a period that was only partly recorded would look like growth since. */
function shortfall(compare: Compare, compared: Days, available: Days | null): Message | null {
  if (available === null || compared.from >= available.from) return null;
  const period = message(comparisonKeys[compare]);
  return message('note.shortfall', {
    period: { message: period },
    days: { days: compared },
    begins: { day: available.from },
  });
}
