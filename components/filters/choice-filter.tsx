'use client';

import { lazy, Suspense } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { useOnDemand } from '#components/ui/use-on-demand.ts';
import type { FilterView } from '#lib/dashboard/dashboard-load.ts';
import { choiceLabel } from '#lib/query/choice-id.ts';
import { choiceWords } from './choice-words.ts';
import { FilterButton } from './filter-button.tsx';

export type ChoiceView = Extract<FilterView, { kind: 'choice' }>;

const load = () => import('./choice-panel.tsx');
const ChoicePanel = lazy(load);

export function ChoiceFilter({ filter, change }: { filter: ChoiceView; change: (value: string | null) => void }) {
  const panel = useOnDemand(load, 'dialog');
  const language = useLanguage();
  const words = choiceWords(filter.selected, language);
  const button = (
    <FilterButton
      label={filter.label}
      active={filter.value !== ''}
      value={words}
      title={filter.selected.map((id) => choiceLabel(id, language)).join(', ') || undefined}
      {...panel.trigger}
    />
  );
  if (!panel.armed) return button;
  return (
    <Suspense fallback={button}>
      <ChoicePanel filter={filter} change={change} open={panel.open} setOpen={panel.setOpen} trigger={button} />
    </Suspense>
  );
}
