'use client';

import { ChevronDown, Pause, Pencil, Play } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { toneOf } from '#components/admin/run-words.ts';
import { formatDistance, formatInstant } from '#components/format/date.ts';
import { nothing } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Td } from '#components/ui/table.tsx';
import type { ScheduleView } from '#lib/refresh/schedule/schedule-types.ts';
import { NextRuns } from './next-runs.tsx';
import { scheduleWords } from './schedule-words.ts';

type ScheduleRowProps = {
  schedule: ScheduleView;
  together: string[];
  now: string;
  pending: boolean;
  edit: () => void;
  pause: (paused: boolean) => void;
};

export function ScheduleRow({ schedule, together, now, pending, edit, pause }: ScheduleRowProps) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const { chain, paused } = schedule;
  const scheduled = schedule.every !== null || schedule.cron !== null;
  const id = `next-of-${chain}`;
  return (
    <>
      <tr className={cn(!open && 'last:*:border-0')}>
        <Td className="max-w-80">
          <Link href={`/admin/summaries/${chain}`} className="font-medium break-all hover:underline">
            {chain}
          </Link>
          {together.length > 0 && (
            <p className="text-xs break-words text-muted-foreground">
              {t('schedules.together', { summaries: together.join(', ') })}
            </p>
          )}
          <div className="flex flex-col items-start gap-1 pt-2 md:hidden">
            <How schedule={schedule} now={now} />
            <Next schedule={schedule} now={now} open={open} id={id} toggle={() => setOpen(!open)} />
          </div>
        </Td>
        <Td className="max-md:hidden">
          <How schedule={schedule} now={now} />
        </Td>
        <Td className="max-md:hidden">
          <Next schedule={schedule} now={now} open={open} id={id} toggle={() => setOpen(!open)} />
        </Td>
        <Td className="max-lg:hidden">
          <LastRun run={schedule.lastRun} now={now} />
        </Td>
        <Td>
          <div className="flex justify-end gap-1.5 max-sm:flex-col">
            {scheduled && (
              <Button
                size="sm"
                disabled={pending}
                aria-label={t(paused ? 'schedules.resumeOf' : 'schedules.pauseOf', { summary: chain })}
                onClick={() => pause(paused === null)}
              >
                {paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
                <span className="max-sm:sr-only">{t(paused ? 'schedules.resume' : 'schedules.pause')}</span>
              </Button>
            )}
            <Button size="sm" aria-label={t('schedules.changeOf', { summary: chain })} onClick={edit}>
              <Pencil aria-hidden="true" />
              <span className="max-sm:sr-only">{t('schedules.change')}</span>
            </Button>
          </div>
        </Td>
      </tr>
      {open && (
        <tr id={id}>
          <td colSpan={5} className="border-b border-border/60 bg-muted/40 px-3 py-3">
            <NextRuns next={schedule.next} zone={schedule.zone} />
          </td>
        </tr>
      )}
    </>
  );
}

function How({ schedule, now }: { schedule: ScheduleView; now: string }) {
  const language = useLanguage();
  const { t } = language;
  const { cron, paused, from, zone } = schedule;
  const words = scheduleWords(schedule, language);
  return (
    <div>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {words === cron ? <code className="font-mono text-xs">{words}</code> : words}
        {from === 'admin' && <Badge tone="info">{t('schedules.byAdmin')}</Badge>}
        {paused && <Badge tone="warning">{t('schedules.paused')}</Badge>}
      </p>
      {cron && (
        <p className="text-xs text-muted-foreground">
          {words !== cron && (
            <>
              <code className="font-mono">{cron}</code>{' '}
            </>
          )}
          {zone}
        </p>
      )}
      {paused && (
        <p className="text-xs break-words text-muted-foreground">
          {t('schedules.pausedBy', { who: paused.by, ago: formatDistance(paused.at, now, language) })}
        </p>
      )}
    </div>
  );
}

type NextProps = { schedule: ScheduleView; now: string; open: boolean; id: string; toggle: () => void };

function Next({ schedule: { chain, nextAt, next, zone }, now, open, id, toggle }: NextProps) {
  const language = useLanguage();
  if (!nextAt) return <span className="text-muted-foreground max-md:hidden">{nothing}</span>;
  return (
    <div>
      <span className="whitespace-nowrap" title={`${formatInstant(nextAt, zone, language)} ${zone}`}>
        {formatDistance(nextAt, now, language)}
      </span>
      {next.length > 0 && (
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          aria-label={language.t('schedules.nextFiveOf', { summary: chain })}
          onClick={toggle}
          className="flex items-center gap-0.5 rounded text-xs text-muted-foreground hover:text-foreground hover:underline"
        >
          {language.t('schedules.nextFive')}
          <ChevronDown aria-hidden="true" className={cn('size-3.5', open && 'rotate-180')} />
        </button>
      )}
    </div>
  );
}

function LastRun({ run, now }: { run: ScheduleView['lastRun']; now: string }) {
  const language = useLanguage();
  if (!run) return <span className="text-muted-foreground">{language.t('admin.never')}</span>;
  return (
    <Link href={`/admin/runs/${run.id}`} className="flex flex-wrap items-center gap-x-2 gap-y-1 hover:underline">
      <Badge tone={toneOf(run.state)}>{language.t(`state.${run.state}`)}</Badge>
      {run.finishedAt && (
        <span className="text-xs text-muted-foreground">{formatDistance(run.finishedAt, now, language)}</span>
      )}
    </Link>
  );
}
