import type { Metadata } from 'next';
import { AdminFrame } from '#app/admin/admin-frame.tsx';
import { SchedulesView } from '#components/admin/schedules/schedules-view.tsx';
import { page } from '#lib/auth/page.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { downstreamOf } from '#lib/lineage/downstream.ts';
import { listSchedules } from '#lib/refresh/schedule/list-schedules.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';
import { pauseScheduleAction, previewScheduleAction, setScheduleAction } from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestLanguage()).t('schedules.title') };
}

export default async function SchedulesPage() {
  const { viewer } = await page('page /admin/schedules');
  const { t } = await requestLanguage();
  const schedules = await listSchedules(controlStore(), registry);
  return (
    <AdminFrame viewer={viewer} title={t('schedules.title')} about={t('schedules.about')}>
      <SchedulesView
        schedules={schedules}
        together={Object.fromEntries(schedules.map(({ chain }) => [chain, downstreamOf(registry, chain).summaries]))}
        now={new Date().toISOString()}
        actions={{ set: setScheduleAction, pause: pauseScheduleAction, preview: previewScheduleAction }}
      />
    </AdminFrame>
  );
}
