'use client';

import { Search } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { formatCount } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { choiceLabel, choiceText, everyChoice } from '#lib/query/choice-id.ts';
import type { ChoiceView } from './choice-filter.tsx';

/** More options than this are found by searching, not by scrolling. */
const mostDrawn = 200;

type PanelProps = {
  filter: ChoiceView;
  change: (value: string | null) => void;
  open: boolean;
  setOpen: (open: boolean) => void;
  trigger: ReactNode;
};

export default function ChoicePanel({ filter, change, open, setOpen, trigger }: PanelProps) {
  return (
    <Popover label={filter.label} open={open} setOpen={setOpen} trigger={trigger} className="w-72">
      <ChoiceForm filter={filter} change={change} close={() => setOpen(false)} />
    </Popover>
  );
}

function ChoiceForm({ filter, change, close }: Pick<PanelProps, 'filter' | 'change'> & { close: () => void }) {
  const language = useLanguage();
  const { t } = language;
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>(filter.selected);
  const [first] = useState(() => new Set(filter.selected));
  const wanted = search.trim().toLowerCase();
  const known = new Set(filter.options.map((option) => option.value));
  const missing = filter.selected.filter((value) => !known.has(value)).map((value) => ({ value, count: null }));
  const found = [...missing, ...filter.options]
    .map((option) => ({ ...option, label: choiceLabel(option.value, language) }))
    .filter(({ label }) => label.toLowerCase().includes(wanted));
  // What is chosen stands first, as it was when the panel opened: rows that jump under the pointer are misread.
  const sorted = [...found.filter(({ value }) => first.has(value)), ...found.filter(({ value }) => !first.has(value))];
  const toggle = (value: string) =>
    setChosen((old) => (old.includes(value) ? old.filter((one) => one !== value) : [...old, value]));
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const value = chosen.length === 0 && filter.default !== '' ? everyChoice : choiceText(chosen);
    change(value === filter.default ? null : value);
    close();
  };

  return (
    <form onSubmit={apply} className="flex min-h-0 flex-col">
      <div className="relative p-2 pb-1">
        <Search aria-hidden="true" className="absolute top-4 left-4 size-4 text-muted-foreground" />
        <Input
          type="search"
          aria-label={t('filter.searchIn', { filter: filter.label })}
          placeholder={t('filter.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          small
          className="indent-6"
        />
      </div>
      <ul className="max-h-72 min-h-0 overflow-y-auto p-1">
        {sorted.slice(0, mostDrawn).map(({ value, label, count }) => (
          <li key={value}>
            <label className="flex h-8 cursor-pointer items-center gap-2.5 rounded px-2 hover:bg-hover">
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={() => toggle(value)}
                className="size-4 shrink-0 accent-primary"
              />
              <span className="min-w-0 truncate" title={label}>
                {label}
              </span>
              {count !== null && (
                <span className="ml-auto text-xs text-muted-foreground">{formatCount(count, language)}</span>
              )}
            </label>
          </li>
        ))}
        {sorted.length === 0 && <li className="px-2 py-3 text-muted-foreground">{t('filter.nothingCalled')}</li>}
        {(sorted.length > mostDrawn || filter.truncated) && (
          <li className="px-2 py-1.5 text-xs text-muted-foreground">{t('filter.moreExist')}</li>
        )}
      </ul>
      <div className="flex items-center justify-between gap-2 border-t border-border p-2">
        <Button variant="ghost" size="sm" disabled={chosen.length === 0} onClick={() => setChosen([])}>
          {t('filter.clear')}
        </Button>
        <span className="text-xs text-muted-foreground" aria-live="polite">
          {chosen.length === 0 ? t('filter.allValues') : t('filter.chosen', { count: chosen.length })}
        </span>
        <Button type="submit" variant="primary" size="sm">
          {t('common.apply')}
        </Button>
      </div>
    </form>
  );
}
