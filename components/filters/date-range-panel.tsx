'use client';

import { Check } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { formatDay, formatDayRange, isDay } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { Popover } from '#components/ui/popover.tsx';
import type { DateRangeView } from './date-range-filter.tsx';
import { presetWords } from './preset-words.ts';

type PanelProps = {
  filter: DateRangeView;
  change: (value: string | null) => void;
  open: boolean;
  setOpen: (open: boolean) => void;
  trigger: ReactNode;
};

export default function DateRangePanel({ filter, change, open, setOpen, trigger }: PanelProps) {
  const language = useLanguage();
  const choose = (value: string) => {
    change(value === filter.default ? null : value);
    setOpen(false);
  };
  const current = filter.value || filter.default;
  return (
    <Popover label={filter.label} open={open} setOpen={setOpen} trigger={trigger} className="w-88">
      <div className="min-h-0 overflow-y-auto">
        <ul className="p-1">
          {filter.presets.map((preset) => (
            <li key={preset.value}>
              <button
                type="button"
                aria-pressed={preset.value === current}
                onClick={() => choose(preset.value)}
                className={cn(
                  'flex h-8 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover focus-visible:-outline-offset-2',
                  preset.value === current && 'font-medium text-primary',
                )}
              >
                <Check aria-hidden="true" className={cn('size-4 shrink-0', preset.value !== current && 'invisible')} />
                {presetWords(preset.value, language)}
                <span className="ml-auto text-xs font-normal text-muted-foreground">
                  {formatDayRange(preset.from, preset.to, language)}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {/* A new range from outside starts the fields anew. */}
        <CustomRange key={`${filter.resolved.from}${filter.resolved.to}`} filter={filter} choose={choose} />
      </div>
    </Popover>
  );
}

function CustomRange({ filter, choose }: { filter: DateRangeView; choose: (value: string) => void }) {
  const language = useLanguage();
  const { t } = language;
  const id = useId();
  const [from, setFrom] = useState(filter.resolved.from);
  const [to, setTo] = useState(filter.resolved.to);
  const { available } = filter;
  const problem = !isDay(from) || !isDay(to) ? t('filter.enterTwoDays') : from > to ? t('filter.firstAfterLast') : null;
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (!problem) choose(`${from}..${to}`);
  };
  return (
    <form onSubmit={apply} className="border-t border-border p-3">
      <div className="grid grid-cols-2 gap-2">
        <div>
          <Label htmlFor={`${id}-from`} className="pb-1 text-xs text-muted-foreground">
            {t('common.from')}
          </Label>
          <Input
            id={`${id}-from`}
            type="date"
            small
            value={from}
            min={available?.from}
            max={available?.to}
            aria-invalid={problem !== null}
            onChange={(event) => setFrom(event.target.value)}
          />
        </div>
        <div>
          <Label htmlFor={`${id}-to`} className="pb-1 text-xs text-muted-foreground">
            {t('filter.toIncluded')}
          </Label>
          <Input
            id={`${id}-to`}
            type="date"
            small
            value={to}
            min={available?.from}
            max={available?.to}
            aria-invalid={problem !== null}
            onChange={(event) => setTo(event.target.value)}
          />
        </div>
      </div>
      <div className="flex items-center justify-between gap-3 pt-2.5">
        <p className="text-xs text-muted-foreground" aria-live="polite">
          {problem ??
            (available
              ? t('filter.dataFrom', {
                  from: formatDay(available.from, language),
                  to: formatDay(available.to, language),
                })
              : t('filter.noData'))}
        </p>
        <Button type="submit" variant="primary" size="sm" disabled={problem !== null}>
          {t('common.apply')}
        </Button>
      </div>
    </form>
  );
}
