import { Home } from '#components/home/home.tsx';
import { page } from '#lib/auth/page.ts';
import { listDashboards } from '#lib/dashboard/home.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { registry } from '#queries/index.ts';
import { orNotice } from './or-notice.tsx';
import { SignedIn } from './signed-in.tsx';

export default async function HomePage() {
  const { viewer } = await page('page /');
  const language = await requestLanguage();
  return (
    <SignedIn viewer={viewer}>
      {await orNotice(async () => <Home dashboards={await listDashboards(registry, viewer)} language={language} />)}
    </SignedIn>
  );
}
