'use client';

import { RotateCcw } from 'lucide-react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import type { FilterView } from '#lib/dashboard/dashboard-load.ts';
import { ChoiceFilter } from './choice-filter.tsx';
import { DateRangeFilter } from './date-range-filter.tsx';

type FilterBarProps = {
  filters: FilterView[];
  /** Null puts the filter back to its default. */
  change: (name: string, value: string | null) => void;
  reset: () => void;
};

export function FilterBar({ filters, change, reset }: FilterBarProps) {
  const { t } = useLanguage();
  if (filters.length === 0) return null;
  return (
    <fieldset className="flex min-w-0 flex-wrap items-center gap-2">
      <legend className="sr-only">{t('filter.filters')}</legend>
      {filters.map((filter) => {
        const set = (value: string | null) => change(filter.name, value);
        return filter.kind === 'date-range' ? (
          <DateRangeFilter key={filter.name} filter={filter} change={set} />
        ) : (
          <ChoiceFilter key={filter.name} filter={filter} change={set} />
        );
      })}
      {filters.some((filter) => filter.value !== '') && (
        <Button variant="ghost" size="sm" onClick={reset}>
          <RotateCcw aria-hidden="true" />
          {t('filter.reset')}
        </Button>
      )}
    </fieldset>
  );
}
