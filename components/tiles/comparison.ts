import { formatChange, formatNumber, type NumberStyle, toNumber } from '#components/format/number.ts';
import type { Cell } from '#lib/dashboard/tile-result.ts';

export type Change = { direction: 'up' | 'down' | 'same' | 'unknown'; text: string; sentence: string };

/** What became of a number since the period compared with. Shares are compared in points: 4% after 2% is not "+100%". */
export function changeSince(now: Cell, before: Cell, label: string, style: NumberStyle): Change {
  const current = toNumber(now);
  const earlier = toNumber(before);
  if (current === null || earlier === null) {
    return { direction: 'unknown', text: nothingToCompare, sentence: `No value in the ${label} to compare with.` };
  }
  const was = formatNumber(before, style);
  const direction = current > earlier ? 'up' : current < earlier ? 'down' : 'same';
  if (direction === 'same') return { direction, text: 'No change', sentence: `The same as in the ${label}.` };
  const text =
    style.unit === 'percent'
      ? `${formatNumber(((current - earlier) * 100).toFixed(1), { scale: 1 }).replace(/^(?!-)/, '+')} points`
      : earlier === 0
        ? `${direction === 'up' ? '+' : ''}${formatNumber(now, style)}`
        : formatChange((current - earlier) / Math.abs(earlier));
  return { direction, text, sentence: `${direction === 'up' ? 'Up' : 'Down'} from ${was} in the ${label}.` };
}

const nothingToCompare = 'No comparison';
