import { formatDayRange } from '#components/format/date.ts';
import type { FilterView } from '#lib/dashboard/tile-result.ts';
import { choiceWords } from './choice-words.ts';

/** What the filters keep, for a sentence: `Jun 4 – Jul 1, 2001; Carrier: AA, WN`. Filters that keep everything are left out. */
export function filterWords(filters: readonly FilterView[]): string {
  return filters
    .flatMap((filter) => {
      if (filter.kind === 'date-range') return [formatDayRange(filter.resolved.from, filter.resolved.to)];
      return filter.selected.length > 0 ? [`${filter.label}: ${choiceWords(filter.selected)}`] : [];
    })
    .join('; ');
}

/** The filters as they stand in the URL; those at their default are absent. */
export function filterValues(filters: readonly FilterView[]): Record<string, string> {
  return Object.fromEntries(
    filters.filter((filter) => filter.value !== '').map((filter) => [filter.name, filter.value]),
  );
}
