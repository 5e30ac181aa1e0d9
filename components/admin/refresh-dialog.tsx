'use client';

import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { formatDay } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import type { RefreshMode, SummaryHealth } from '#lib/refresh/overview-types.ts';
import { modes, rangeWords, readRange } from './run-words.ts';
import type { RequestRefresh } from './types.ts';

type RefreshDialogProps = {
  summary: SummaryHealth;
  open: boolean;
  setOpen: (open: boolean) => void;
  request: RequestRefresh;
  requested: () => void;
};

export default function RefreshDialog({ summary, open, setOpen, request, requested }: RefreshDialogProps) {
  const { t } = useLanguage();
  return (
    <Dialog
      open={open}
      setOpen={setOpen}
      title={t('admin.refreshOf', { summary: summary.name })}
      description={summary.description}
    >
      <RefreshForm
        summary={summary}
        request={request}
        cancel={() => setOpen(false)}
        requested={() => {
          setOpen(false);
          requested();
        }}
      />
    </Dialog>
  );
}

type RefreshFormProps = Pick<RefreshDialogProps, 'summary' | 'request' | 'requested'> & { cancel: () => void };

function RefreshForm({ summary, request, requested, cancel }: RefreshFormProps) {
  const language = useLanguage();
  const { t, rich } = language;
  const id = useId();
  const [mode, setMode] = useState<RefreshMode>('due');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { range, problem } = readRange(from, to);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (problem || sending) return;
    setSending(true);
    setFailure(null);
    try {
      const answer = await request({ summary: summary.name, mode, range, reason: reason.trim() || null });
      if (answer.ok) requested();
      else setFailure(answer.message);
    } catch {
      setFailure(t('refresh.notReached'));
    } finally {
      setSending(false);
    }
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <fieldset>
        <legend className="pb-1.5 text-sm font-medium">{t('refresh.what')}</legend>
        <div className="grid gap-1">
          {modes.map((one) => (
            <label
              key={one}
              className="flex cursor-pointer items-start gap-2.5 rounded-md border border-border px-3 py-2 has-checked:border-primary/60 has-checked:bg-primary-soft"
            >
              <input
                type="radio"
                name={`${id}-mode`}
                value={one}
                checked={mode === one}
                onChange={() => setMode(one)}
                className="mt-0.5 size-4 shrink-0 accent-primary"
              />
              <span className="text-sm">
                <span className="font-medium">{t(`mode.${one}`)}</span>
                <span className="block text-xs text-muted-foreground">{t(`mode.${one}What`)}</span>
              </span>
            </label>
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
              <Input id={`${id}-from`} type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
            </div>
            <div>
              <Label htmlFor={`${id}-to`} className="pb-1">
                {t('refresh.toExcluded')}
              </Label>
              <Input id={`${id}-to`} type="date" value={to} onChange={(event) => setTo(event.target.value)} />
            </div>
          </div>
          <p
            className={problem ? 'pt-1.5 text-xs text-destructive' : 'pt-1.5 text-xs text-muted-foreground'}
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

      {summary.downstream.length > 0 && (
        <p className="text-sm text-muted-foreground">
          {rich<ReactNode>('refresh.downstream', {
            summaries: summary.downstream.join(', '),
            names: (names) => (
              <span key="names" className="text-foreground">
                {names}
              </span>
            ),
          })}
        </p>
      )}
      {failure && <Banner tone="destructive">{failure}</Banner>}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={cancel}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" variant="primary" disabled={problem !== null || sending}>
          {sending ? t('refresh.requesting') : t('admin.refresh')}
        </Button>
      </div>
    </form>
  );
}
