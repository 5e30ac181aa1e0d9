import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AdminFrame } from '#app/admin/admin-frame.tsx';
import { cancelRunAction, readRunAction, readUnitAction, retryRunAction } from '#app/admin/runs/actions.ts';
import { adminWarehouse } from '#app/admin/warehouse.ts';
import { orNotice } from '#app/or-notice.tsx';
import { RunPage } from '#components/admin/run/run-page.tsx';
import { page } from '#lib/auth/page.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { runDetail } from '#lib/refresh/view/run-view.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

type Props = { params: Promise<{ run: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await requestLanguage();
  return { title: t('run.title', { run: (await params).run }) };
}

export default async function AdminRunPage({ params }: Props) {
  const { viewer } = await page('page /admin/runs/[run]');
  const { run } = await params;
  const { t } = await requestLanguage();
  if (!/^\d{1,18}$/.test(run)) notFound();
  return orNotice(async () => {
    const initial = await runDetail(controlStore(), adminWarehouse().write, registry, run);
    if (!initial) notFound();
    return (
      <AdminFrame viewer={viewer} title={t('run.title', { run })}>
        <RunPage
          key={run}
          initial={initial}
          actions={{ read: readRunAction, unit: readUnitAction, cancel: cancelRunAction, retry: retryRunAction }}
        />
      </AdminFrame>
    );
  });
}
