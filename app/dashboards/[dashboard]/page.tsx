import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import Link from 'next/link';
import { loadDashboardAction } from '#app/dashboards/actions.ts';
import { orNotice } from '#app/or-notice.tsx';
import { SignedIn } from '#app/signed-in.tsx';
import { DashboardView } from '#components/dashboard/dashboard-view.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { page } from '#lib/auth/page.ts';
import { may } from '#lib/auth/policy.ts';
import { sentLoad } from '#lib/dashboard/sent-load.ts';
import { loadForPerson } from '#lib/dashboard/warm-pages.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { visibleDashboard } from '#lib/query/visible-dashboards.ts';
import { registry } from '#queries/index.ts';

type Props = {
  params: Promise<{ dashboard: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  // A title tells that a dashboard exists.
  const { viewer } = await page('page /dashboards/[dashboard]');
  const { dashboard } = await params;
  const { t } = await requestLanguage();
  return { title: visibleDashboard(registry, viewer, dashboard)?.title ?? t('dashboard.page') };
}

export default async function DashboardPage({ params, searchParams }: Props) {
  const { viewer } = await page('page /dashboards/[dashboard]');
  const { dashboard } = await params;
  const { epoch = null, ...filters } = single(await searchParams);
  const { t } = await requestLanguage();
  // What an epoch is refused for stays so, however often it is tried.
  const newest =
    epoch === null ? undefined : (
      <Link href={{ pathname: `/dashboards/${dashboard}`, query: filters }} className={buttonClass('primary')}>
        {t('dashboard.newest')}
      </Link>
    );
  return (
    <SignedIn viewer={viewer}>
      {
        await orNotice(async () => {
          const initial = await loadForPerson({
            registry,
            dashboard,
            filters,
            epoch,
            viewer,
            load: { id: randomUUID() },
          });
          const wholeSummaries = may(viewer, 'GET /exports/summaries/[summary]');
          return (
            <DashboardView
              key={dashboard}
              initial={await sentLoad(initial)}
              load={loadDashboardAction}
              wholeSummaries={wholeSummaries}
            />
          );
        }, newest)
      }
    </SignedIn>
  );
}

/** A parameter written twice counts once, as its first. */
function single(query: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first]];
    }),
  );
}
