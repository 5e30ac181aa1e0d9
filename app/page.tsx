import { Home } from '#components/home/home.tsx';
import { page } from '#lib/auth/page.ts';
import { listDashboards } from '#lib/dashboard/home.ts';
import { registry } from '#queries/index.ts';
import { orNotice } from './or-notice.tsx';
import { SignedIn } from './signed-in.tsx';

export default async function HomePage() {
  const { viewer } = await page('page /');
  return (
    <SignedIn viewer={viewer}>
      {await orNotice(async () => <Home dashboards={await listDashboards(registry, viewer)} />)}
    </SignedIn>
  );
}
