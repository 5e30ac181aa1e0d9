'use client';

import { lazy, Suspense, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { useAct } from '#components/people/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Card } from '#components/ui/card.tsx';
import { Table, Th } from '#components/ui/table.tsx';
import type { ScheduleView } from '#lib/refresh/schedule/schedule-types.ts';
import { ScheduleRow } from './schedule-row.tsx';
import type { ScheduleActions } from './types.ts';

const ScheduleDialog = lazy(() => import('./schedule-dialog.tsx'));

type SchedulesViewProps = {
  schedules: ScheduleView[];
  /** What is refreshed with each chain, by its head. */
  together: Record<string, string[]>;
  now: string;
  actions: ScheduleActions;
};

/** When each chain is refreshed by itself, and the way to change or stop it. */
export function SchedulesView({ schedules, together, now, actions }: SchedulesViewProps) {
  const { t } = useLanguage();
  const [edited, setEdited] = useState<{ chain: string; open: boolean; times: number } | null>(null);
  const { act, pending, problem } = useAct();
  const schedule = schedules.find(({ chain }) => chain === edited?.chain);
  if (schedules.length === 0) return <Card className="p-4 text-muted-foreground">{t('schedules.none')}</Card>;
  return (
    <>
      {problem && <Banner tone="destructive">{problem}</Banner>}
      <Table label={t('schedules.title')}>
        <thead>
          <tr>
            <Th>{t('admin.summary')}</Th>
            <Th className="max-md:hidden">{t('schedules.schedule')}</Th>
            <Th className="max-md:hidden">{t('admin.nextRun')}</Th>
            <Th className="max-lg:hidden">{t('admin.lastRun')}</Th>
            <Th>
              <span className="sr-only">{t('schedules.change')}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {schedules.map((one) => (
            <ScheduleRow
              key={one.chain}
              schedule={one}
              together={together[one.chain] ?? []}
              now={now}
              pending={pending}
              edit={() => setEdited((before) => ({ chain: one.chain, open: true, times: (before?.times ?? 0) + 1 }))}
              pause={(paused) => act(() => actions.pause({ chain: one.chain, paused }))}
            />
          ))}
        </tbody>
      </Table>
      {edited && schedule && (
        <Suspense fallback={null}>
          <ScheduleDialog
            key={edited.times}
            schedule={schedule}
            together={together[schedule.chain] ?? []}
            actions={actions}
            open={edited.open}
            setOpen={(open) => setEdited({ ...edited, open })}
          />
        </Suspense>
      )}
    </>
  );
}
