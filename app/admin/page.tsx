import type { Metadata } from 'next';
import { orNotice } from '#app/or-notice.tsx';
import { SignedIn } from '#app/signed-in.tsx';
import { AdminView } from '#components/admin/admin-view.tsx';
import { page } from '#lib/auth/page.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { adminOverview } from '#lib/refresh/view/overview.ts';
import { registry } from '#queries/index.ts';
import { previewRefreshAction, readOverviewAction, requestRefreshAction } from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestLanguage();
  return { title: t('admin.title') };
}

export default async function AdminPage() {
  const { viewer } = await page('page /admin');
  return (
    <SignedIn viewer={viewer}>
      {
        await orNotice(async () => (
          <AdminView
            initial={await adminOverview(registry)}
            overview={readOverviewAction}
            requestRefresh={requestRefreshAction}
            previewRefresh={previewRefreshAction}
          />
        ))
      }
    </SignedIn>
  );
}
