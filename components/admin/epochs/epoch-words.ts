import { addDays, formatDay, formatDayRange } from '#components/format/date.ts';
import { decimalDifference } from '#components/format/decimal.ts';
import { formatNumber } from '#components/format/number.ts';
import type { Language } from '#lib/i18n/language.ts';
import type { EpochView } from '#lib/refresh/restatement/restatement-types.ts';
import type { RefreshRange } from '#lib/refresh/view/overview-types.ts';
import type { MeasureStyle } from './types.ts';

/** Half-open days with both ends said: `Nov 1 – 20, 2026`; null is all days. */
export function daysWords(range: RefreshRange | null, language: Language): string {
  if (!range) return language.t('epochs.allDays');
  const last = addDays(range.to, -1);
  return last > range.from ? formatDayRange(range.from, last, language) : formatDay(range.from, language);
}

/** `+1,204 −37`; the minus is the typographic one, as wide as the plus. */
export function rowsWords({ opened, closed }: { opened: string; closed: string }, { tag }: Language): string {
  const grouped = (text: string) => BigInt(text).toLocaleString(tag);
  return `+${grouped(opened)} −${grouped(closed)}`;
}

/** The change of a measure: `+$12.30`, `−3`; null where it did not change, or there is nothing to subtract. */
export function differenceWords(
  { before, after }: { before: string | null; after: string | null },
  style: Pick<MeasureStyle, 'unit' | 'scale'>,
  language: Language,
): string | null {
  const difference = decimalDifference(before, after);
  if (difference === null || /^-?0(\.0+)?$/.test(difference)) return null;
  const fell = difference.startsWith('-');
  if (style.unit === 'percent') {
    // Shares differ by points: "+2%" would read as a fiftieth more. They are short enough for a JS number.
    const points = formatNumber(Math.abs(Number(difference) * 100), { scale: style.scale ?? 1 }, language);
    return language.t('change.points', { points: `${fell ? '−' : '+'}${points}` });
  }
  return `${fell ? '−' : '+'}${formatNumber(fell ? difference.slice(1) : difference, style, language)}`;
}

const kinds = { incremental: 'epochs.incremental', full: 'epochs.full', 'roll back': 'epochs.rollBack' } as const;

/** What kind of publish it was. */
export const kindWords = (kind: EpochView['kind'], { t }: Language): string => t(kinds[kind]);
