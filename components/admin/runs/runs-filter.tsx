'use client';

import { RotateCcw } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import type { RunFilter, RunOutcome, RunsStart } from '#lib/refresh/view/runs-types.ts';
import { outcomes, tasks } from '#lib/refresh/view/runs-types.ts';
import { requesterWords, taskNames } from '../run-words.ts';
import { isFiltered, noFilter } from './filter-query.ts';

type RunsFilterProps = {
  filter: RunFilter;
  change: (filter: Partial<RunFilter>) => void;
  choices: Pick<RunsStart, 'summaries' | 'requesters'>;
};

/** What the list of runs is narrowed to; it stands in the address. */
export function RunsFilter({ filter, change, choices }: RunsFilterProps) {
  const language = useLanguage();
  const { t } = language;
  const id = useId();
  return (
    <fieldset className="grid min-w-0 grid-cols-2 items-end gap-2 sm:flex sm:flex-wrap">
      <legend className="sr-only">{t('filter.filters')}</legend>
      <Select
        label={t('admin.summary')}
        value={filter.summary}
        change={(summary) => change({ summary })}
        all={t('allRuns.everySummary')}
        options={withChosen(choices.summaries, filter.summary).map((name) => [name, name])}
      />
      <Select
        label={t('runs.state')}
        value={filter.outcome}
        change={(chosen) => change({ outcome: outcomes.find((outcome) => outcome === chosen) ?? null })}
        all={t('allRuns.everyState')}
        options={outcomes.map((outcome) => [outcome, outcomeWords(outcome, t)])}
      />
      <Select
        label={t('runs.requestedBy')}
        value={filter.who}
        change={(who) => change({ who })}
        all={t('allRuns.everybody')}
        options={withChosen(choices.requesters, filter.who).map((who) => [who, requesterWords(who, language)])}
      />
      <Select
        label={t('run.what')}
        value={filter.task}
        change={(chosen) => change({ task: tasks.find((task) => task === chosen) ?? null })}
        all={t('allRuns.everything')}
        options={tasks.map((task) => [task, t(taskNames[task])])}
      />
      <Field label={t('allRuns.from')} id={`${id}-from`}>
        <Input
          small
          id={`${id}-from`}
          type="date"
          value={filter.from ?? ''}
          onChange={(event) => change({ from: event.target.value || null })}
        />
      </Field>
      <Field label={t('allRuns.to')} id={`${id}-to`}>
        <Input
          small
          id={`${id}-to`}
          type="date"
          value={filter.to ?? ''}
          onChange={(event) => change({ to: event.target.value || null })}
        />
      </Field>
      {isFiltered(filter) && (
        <Button variant="ghost" size="sm" onClick={() => change(noFilter)}>
          <RotateCcw aria-hidden="true" />
          {t('filter.reset')}
        </Button>
      )}
    </fieldset>
  );
}

const outcomeWords = (outcome: RunOutcome, t: ReturnType<typeof useLanguage>['t']) =>
  outcome === 'active' ? t('allRuns.active') : t(`state.${outcome}`);

/** What an address asks for is shown even where nobody offers it any more. */
const withChosen = (names: readonly string[], chosen: string | null) =>
  chosen === null || names.includes(chosen) ? names : [...names, chosen];

function Field({ label, id, children }: { label: string; id: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="block pb-0.5 text-xs text-muted-foreground">
        {label}
      </label>
      {children}
    </div>
  );
}

type SelectProps = {
  label: string;
  value: string | null;
  change: (value: string | null) => void;
  all: string;
  options: readonly (readonly [value: string, words: string])[];
};

function Select({ label, value, change, all, options }: SelectProps) {
  const id = useId();
  return (
    <Field label={label} id={id}>
      <select
        id={id}
        value={value ?? ''}
        onChange={({ target }) => change(target.value || null)}
        className="h-8 w-full min-w-0 rounded-md border border-input bg-card px-2 text-sm sm:max-w-52"
      >
        <option value="">{all}</option>
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  );
}
