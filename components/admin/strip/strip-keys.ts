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
  switch (key) {
    case 'ArrowLeft':
      return within(at - 1);
    case 'ArrowRight':
      return within(at + 1);
    case 'ArrowUp':
      return indexInNextRow(layout, at, -1);
    case 'ArrowDown':
      return indexInNextRow(layout, at, 1);
    case 'PageUp':
      return within(at - pages[by]);
    case 'PageDown':
      return within(at + pages[by]);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
