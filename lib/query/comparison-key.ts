import type { Compare } from '#lib/definition/tiles.ts';
import type { MessageKey } from '#lib/i18n/language.ts';

/** What the period compared with is called. */
export const comparisonKeys = {
  'previous period': 'compare.period',
  'previous year': 'compare.year',
} as const satisfies Record<Compare, MessageKey>;
