import type { PartitionWidth } from '#lib/refresh/view/strip-types.ts';
import { indexInNextRow, type StripLayout } from './strip-layout.ts';

/** How far a page is: about a month of days, a quarter of weeks, a year of what is wider. */
const pages: Record<PartitionWidth, number> = { day: 30, week: 13, month: 12, quarter: 4, year: 10 };

/** The partition a key leads to; null for keys that lead nowhere. */
export function keyMove(
  { key }: { key: string },
  at: number,
  layout: StripLayout,
  by: PartitionWidth,
  last: number,
): number | null {
  const within = (index: number) => Math.max(0, Math.min(last, index));
  switch (key.toLowerCase()) {
    case 'arrowleft':
      return within(at - 1);
    case 'arrowright':
      return within(at + 1);
    case 'arrowup':
      return indexInNextRow(layout, at, -1);
    case 'arrowdown':
      return indexInNextRow(layout, at, 1);
    case 'pageup':
      return within(at - pages[by]);
    case 'pagedown':
      return within(at + pages[by]);
    case 'home':
      return 0;
    case 'end':
      return last;
    default:
      return null;
  }
}

/** Whether a key lets go of what is chosen. */
export const letsGo = ({ key }: { key: string }): boolean => key.toLowerCase() === 'escape';
