'use client';

import { type FormEvent, useId, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { useAct } from '#components/people/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import type { ScheduleView } from '#lib/refresh/schedule/schedule-types.ts';
import { cronWords } from './cron-words.ts';
import { NextRuns } from './next-runs.tsx';
import type { ScheduleActions } from './types.ts';
import { usePreview } from './use-preview.ts';

type ScheduleDialogProps = {
  schedule: ScheduleView;
  together: string[];
  actions: ScheduleActions;
  open: boolean;
  setOpen: (open: boolean) => void;
};

/** A cron in a zone, with what it means before it is saved. */
export default function ScheduleDialog({ schedule, together, actions, open, setOpen }: ScheduleDialogProps) {
  const { t } = useLanguage();
  return (
    <Dialog
      open={open}
      setOpen={setOpen}
      title={t('schedules.changeOf', { summary: schedule.chain })}
      description={together.length > 0 ? t('schedules.together', { summaries: together.join(', ') }) : undefined}
    >
      <ScheduleForm schedule={schedule} actions={actions} close={() => setOpen(false)} />
    </Dialog>
  );
}

const examples = ['*/15 * * * *', '0 * * * *', '0 6 * * *', '0 6 * * 1-5', '0 6 1 * *'];

type ScheduleFormProps = Pick<ScheduleDialogProps, 'schedule' | 'actions'> & { close: () => void };

function ScheduleForm({ schedule, actions, close }: ScheduleFormProps) {
  const language = useLanguage();
  const { t } = language;
  const id = useId();
  const [cron, setCron] = useState(schedule.cron ?? '');
  const [zone, setZone] = useState(schedule.zone);
  const { act, pending, problem } = useAct();
  const { answer, current } = usePreview(actions.preview, cron, zone);
  const ready = current && answer !== null && answer.why === null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) act(() => actions.set({ chain: schedule.chain, cron: cron.trim(), zone }), close);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div>
        <Label htmlFor={`${id}-cron`} className="pb-1">
          {t('schedules.cron')}
        </Label>
        <Input
          id={`${id}-cron`}
          value={cron}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          placeholder="0 6 * * *"
          className="font-mono"
          aria-describedby={`${id}-cron-help`}
          aria-invalid={(current && Boolean(answer?.why)) || undefined}
          onChange={({ target }) => setCron(target.value)}
        />
        <p id={`${id}-cron-help`} className="pt-1 text-xs text-muted-foreground">
          {t('schedules.cronHelp')}
        </p>
        <ul aria-label={t('schedules.examples')} className="flex flex-wrap gap-1.5 pt-2">
          {examples.map((example) => (
            <li key={example}>
              <Button
                size="xs"
                aria-pressed={cron.trim() === example}
                className="aria-pressed:border-primary aria-pressed:bg-primary-soft aria-pressed:text-primary"
                onClick={() => setCron(example)}
              >
                {cronWords(example, language)}
              </Button>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <Label htmlFor={`${id}-zone`} className="pb-1">
          {t('schedules.zone')}
        </Label>
        <Input
          id={`${id}-zone`}
          value={zone}
          list={`${id}-zones`}
          maxLength={60}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setZone(target.value)}
        />
        <datalist id={`${id}-zones`}>
          {zones().map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <p className="pt-1 text-xs text-muted-foreground">{t('schedules.zoneHelp')}</p>
      </div>
      <div
        aria-live="polite"
        className={cn(
          'min-h-40 rounded-md border border-border bg-card p-3 transition-[filter]',
          !current && 'blur-[0.6px]',
        )}
      >
        {answer === null && current && <p className="text-sm text-muted-foreground">{t('schedules.previewEmpty')}</p>}
        {answer?.why && <p className="text-sm text-destructive">{answer.why}</p>}
        {answer && !answer.why && (
          <>
            <p className="pb-2 text-sm font-medium">{cronWords(answer.cron, language) ?? t('schedules.nextFive')}</p>
            <NextRuns next={answer.next} zone={answer.zone} />
          </>
        )}
      </div>
      {problem && <Banner tone="destructive">{problem}</Banner>}
      <div className="flex flex-wrap justify-end gap-2">
        {schedule.from === 'admin' && (
          <Button
            variant="ghost"
            className="mr-auto"
            disabled={pending}
            onClick={() => act(() => actions.set({ chain: schedule.chain, cron: null, zone: schedule.zone }), close)}
          >
            {t('schedules.backToDefinition')}
          </Button>
        )}
        <Button variant="ghost" onClick={close}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" variant="primary" disabled={pending || !ready}>
          {pending ? t('people.saving') : t('people.save')}
        </Button>
      </div>
    </form>
  );
}

/** Browsers of before 2022 do not list zones; the name can still be typed. */
function zones(): string[] {
  return typeof Intl.supportedValuesOf === 'function' ? ['UTC', ...Intl.supportedValuesOf('timeZone')] : [];
}
