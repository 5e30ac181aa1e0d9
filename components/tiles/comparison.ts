import { formatChange, formatNumber, type NumberStyle, toNumber } from '#components/format/number.ts';
import type { Cell } from '#lib/dashboard/tile-result.ts';

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
export function changeSince(now: Cell, earlierCell: Cell, label: string, style: NumberStyle): Change {
  const current = toNumber(now);
  const earlier = toNumber(earlierCell);
  if (current === null || earlier === null) {
    const before = `No value in the ${label}`;
    return { direction: 'unknown', text: '', before, sentence: `${before}.` };
  }
  const was = formatNumber(earlierCell, style);
  const direction = current > earlier ? 'up' : current < earlier ? 'down' : 'same';
  if (direction === 'same') {
    return {
      direction,
      text: 'No change',
      before: `The same in the ${label}`,
      sentence: `The same as in the ${label}.`,
    };
  }
  const text =
    style.unit === 'percent'
      ? `${formatNumber(((current - earlier) * 100).toFixed(1), { scale: 1 }).replace(/^(?!-)/, '+')} points`
      : earlier === 0
        ? `${direction === 'up' ? '+' : ''}${formatNumber(now, style)}`
        : formatChange((current - earlier) / Math.abs(earlier));
  return {
    direction,
    text,
    before: `${was} in the ${label}`,
    sentence: `${direction === 'up' ? 'Up' : 'Down'} from ${was} in the ${label}, ${text}.`,
  };
}
