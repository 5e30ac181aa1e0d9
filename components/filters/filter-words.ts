import { formatDayRange } from '#components/format/date.ts';
import type { FilterView } from '#lib/dashboard/dashboard-load.ts';
import type { Language } from '#lib/i18n/language.ts';
import { choiceWords } from './choice-words.ts';

/** What the filters keep, for a sentence: `Jun 4 – Jul 1, 2001; Carrier: AA, WN`. Filters that keep everything are left out. */
export function filterWords(filters: readonly FilterView[], language: Language): string {
  return filters
    .flatMap((filter) => {
      if (filter.kind === 'date-range') return [formatDayRange(filter.resolved.from, filter.resolved.to, language)];
      return filter.selected.length > 0
        ? [language.t('filter.named', { filter: filter.label, values: choiceWords(filter.selected, language) })]
        : [];
    })
    .join('; ');
}

/** The filters as they stand in the URL; those at their default are absent. */
export function filterValues(filters: readonly FilterView[]): Record<string, string> {
  return Object.fromEntries(
    filters.filter((filter) => filter.value !== '').map((filter) => [filter.name, filter.value]),
  );
}
