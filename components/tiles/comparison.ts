import { formatChange, formatNumber, type NumberStyle, toNumber } from '#components/format/number.ts';
import type { Compare } from '#lib/definition/tiles.ts';
import type { Language } from '#lib/i18n/language.ts';
import { comparisonKeys } from '#lib/query/comparison-key.ts';
import type { Cell } from '#lib/query/result.ts';

export type Change = {
  direction: 'up' | 'down' | 'same' | 'unknown';
  /** How much, in the fewest characters: `+4.6%`. */
  text: string;
  /** What it was: `46,102 in the previous period`. */
  before: string;
  /** Both, for people who hear it. */
  sentence: string;
};

/** What became of a number since the period compared with. Shares are compared in points: 4% after 2% is not "+100%". */
export function changeSince(
  now: Cell,
  earlierCell: Cell,
  compared: Compare,
  style: NumberStyle,
  language: Language,
): Change {
  const { t } = language;
  const period = t(comparisonKeys[compared]);
  const current = toNumber(now);
  const earlier = toNumber(earlierCell);
  if (current === null || earlier === null) {
    return {
      direction: 'unknown',
      text: '',
      before: t('change.noValue', { period }),
      sentence: t('change.noValueSentence', { period }),
    };
  }
  const was = formatNumber(earlierCell, style, language);
  const direction = current > earlier ? 'up' : current < earlier ? 'down' : 'same';
  if (direction === 'same') {
    return {
      direction,
      text: t('change.none'),
      before: t('change.same', { period }),
      sentence: t('change.sameSentence', { period }),
    };
  }
  const text =
    style.unit === 'percent'
      ? t('change.points', { points: pointsSince(current - earlier, language) })
      : earlier === 0
        ? `${direction === 'up' ? '+' : ''}${formatNumber(now, style, language)}`
        : formatChange((current - earlier) / Math.abs(earlier), language);
  return {
    direction,
    text,
    before: t('change.was', { value: was, period }),
    sentence: t(direction === 'up' ? 'change.up' : 'change.down', { value: was, period, change: text }),
  };
}

/** The arrow says which way: a rounded `0.0` beside it would contradict it. */
function pointsSince(share: number, language: Language): string {
  const points = (share * 100).toFixed(1);
  if (Number(points) !== 0) return signed(points, language);
  return language.t('change.below', { change: formatNumber('0.1', { scale: 1 }, language) });
}

const signed = (points: string, language: Language) =>
  formatNumber(points, { scale: 1 }, language).replace(/^(?!-)/, '+');
