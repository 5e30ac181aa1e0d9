import type { Metadata } from 'next';
import { AdminFrame } from '#app/admin/admin-frame.tsx';
import { readRunsAction } from '#app/admin/runs/actions.ts';
import { orNotice } from '#app/or-notice.tsx';
import { AllRuns } from '#components/admin/runs/all-runs.tsx';
import { readFilter } from '#components/admin/runs/filter-query.ts';
import { page } from '#lib/auth/page.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { runsStart } from '#lib/refresh/view/runs-view.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestLanguage()).t('admin.allRuns') };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function RunsPage({ searchParams }: Props) {
  const { viewer } = await page('page /admin/runs');
  const { t } = await requestLanguage();
  const filter = readFilter(await searchParams);
  return orNotice(async () => (
    <AdminFrame viewer={viewer} title={t('admin.allRuns')}>
      <AllRuns start={{ filter, page: await runsStart(controlStore(), registry, filter) }} read={readRunsAction} />
    </AdminFrame>
  ));
}
