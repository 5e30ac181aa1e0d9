'use client';

import { CalendarDays } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { formatDayRange } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { useOnDemand } from '#components/ui/use-on-demand.ts';
import type { FilterView } from '#lib/dashboard/dashboard-load.ts';
import { FilterButton } from './filter-button.tsx';
import { presetWords } from './preset-words.ts';

export type DateRangeView = Extract<FilterView, { kind: 'date-range' }>;

const load = () => import('./date-range-panel.tsx');
const DateRangePanel = lazy(load);

export function DateRangeFilter({ filter, change }: { filter: DateRangeView; change: (value: string | null) => void }) {
  const panel = useOnDemand(load, 'dialog');
  const language = useLanguage();
  const preset = filter.presets.find((one) => one.value === (filter.value || filter.default));
  const days = formatDayRange(filter.resolved.from, filter.resolved.to, language);
  const button = (
    <FilterButton
      label={filter.label}
      icon={<CalendarDays aria-hidden="true" className="text-muted-foreground" />}
      active={filter.value !== ''}
      value={
        <>
          {preset && <span>{presetWords(preset.value, language)} </span>}
          <span className={preset && 'pl-0.5 font-normal text-muted-foreground'}>{days}</span>
        </>
      }
      {...panel.trigger}
    />
  );
  if (!panel.armed) return button;
  return (
    <Suspense fallback={button}>
      <DateRangePanel filter={filter} change={change} open={panel.open} setOpen={panel.setOpen} trigger={button} />
    </Suspense>
  );
}
