'use client';

import { type FormEvent, useId, useState } from 'react';
import { formatDay } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import type { RefreshMode, SummaryHealth } from '#lib/refresh/view/overview-types.ts';
import { Choice } from './choice.tsx';
import { RefreshPreview } from './preview/refresh-preview.tsx';
import { modes, rangeWords, readRange } from './run-words.ts';
import type { PreviewRefresh, RequestRefresh } from './types.ts';

/** Both ends as they stand in the inputs; empty for none. */
export type RangeText = { from: string; to: string };

type RefreshFormProps = {
  summary: SummaryHealth;
  range: RangeText;
  setRange: (range: RangeText) => void;
  request: RequestRefresh;
  preview: PreviewRefresh;
  requested: (run: string) => void;
  /** Shown beside the button where there is something to go back to. */
  cancel?: () => void;
  /** What would happen stands beside the form, not under it. */
  wide?: boolean;
};

/** What to build and why, and what that would do, always there before the button is pressed. */
export function RefreshForm({
  summary,
  range: text,
  setRange,
  request,
  preview,
  requested,
  cancel,
  wide,
}: RefreshFormProps) {
  const language = useLanguage();
  const { t } = language;
  const id = useId();
  const [chosenMode, setMode] = useState<RefreshMode | null>(null);
  const [reason, setReason] = useState('');
  const [allowEmpty, setAllowEmpty] = useState(false);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { range, problem } = readRange(text.from, text.to);
  // Whoever chooses days means these days, whether or not they are due.
  const mode = chosenMode ?? (range ? 'all' : 'due');

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (problem || sending) return;
    setSending(true);
    setFailure(null);
    try {
      const answer = await request({ summary: summary.name, mode, range, reason: reason.trim() || null, allowEmpty });
      if (answer.ok) {
        setReason('');
        requested(answer.value.id);
      } else setFailure(answer.message);
    } catch {
      setFailure(t('refresh.notReached'));
    } finally {
      setSending(false);
    }
  };

  return (
    <form onSubmit={submit} className={cn('grid gap-4', wide && 'lg:grid-cols-[minmax(0,5fr)_minmax(0,4fr)] lg:gap-6')}>
      <div className="flex min-w-0 flex-col gap-4">
        <fieldset>
          <legend className="pb-1.5 text-sm font-medium">{t('refresh.what')}</legend>
          <div className={cn('grid gap-1', wide && 'sm:grid-cols-2 sm:gap-2')}>
            {modes.map((one) => (
              <Choice
                key={one}
                name={`${id}-mode`}
                checked={mode === one}
                choose={() => setMode(one)}
                title={t(`mode.${one}`)}
                about={t(`mode.${one}What`)}
              />
            ))}
          </div>
        </fieldset>

        {summary.partitionBy && (
          <div>
            <div className="grid grid-cols-2 gap-3">
              <div>
                <Label htmlFor={`${id}-from`} className="pb-1">
                  {t('common.from')}
                </Label>
                <Input
                  id={`${id}-from`}
                  type="date"
                  value={text.from}
                  onChange={(event) => setRange({ ...text, from: event.target.value })}
                />
              </div>
              <div>
                <Label htmlFor={`${id}-to`} className="pb-1">
                  {t('refresh.toExcluded')}
                </Label>
                <Input
                  id={`${id}-to`}
                  type="date"
                  value={text.to}
                  onChange={(event) => setRange({ ...text, to: event.target.value })}
                />
              </div>
            </div>
            <p
              className={cn('pt-1.5 text-xs', problem ? 'text-destructive' : 'text-muted-foreground')}
              aria-live="polite"
            >
              {problem ? t(problem) : range ? rangeWords(range, summary.zone, language) : t('refresh.noDays')}
            </p>
          </div>
        )}

        <div>
          <Label htmlFor={`${id}-reason`} className="pb-1">
            {t('refresh.reason')}
          </Label>
          <Input
            id={`${id}-reason`}
            value={reason}
            maxLength={500}
            placeholder={t('refresh.reasonExample', { day: formatDay('2026-11-03', language) })}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
        <label className="flex items-start gap-2.5 text-sm">
          <input
            type="checkbox"
            checked={allowEmpty}
            onChange={(event) => setAllowEmpty(event.target.checked)}
            className="mt-0.5 size-4 shrink-0 accent-primary"
          />
          {t('refresh.allowEmpty')}
        </label>
      </div>

      <div className={cn('flex min-w-0 flex-col gap-4', wide && 'rounded-lg bg-muted/60 p-4')}>
        <RefreshPreview wish={problem ? null : { summary: summary.name, mode, range }} preview={preview} />
        {failure && <Banner tone="destructive">{failure}</Banner>}
        <div className="mt-auto flex justify-end gap-2">
          {cancel && (
            <Button variant="ghost" onClick={cancel}>
              {t('common.cancel')}
            </Button>
          )}
          <Button type="submit" variant="primary" disabled={problem !== null || sending}>
            {sending ? t('refresh.requesting') : t('admin.refresh')}
          </Button>
        </div>
      </div>
    </form>
  );
}
