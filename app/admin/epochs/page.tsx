import type { Metadata } from 'next';
import Link from 'next/link';
import { AdminFrame } from '#app/admin/admin-frame.tsx';
import { adminWarehouse } from '#app/admin/warehouse.ts';
import { orNotice } from '#app/or-notice.tsx';
import { EpochsTable } from '#components/admin/epochs/epochs-table.tsx';
import { HoldsCard } from '#components/admin/epochs/holds-card.tsx';
import { SummaryFilter } from '#components/admin/epochs/summary-filter.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { page } from '#lib/auth/page.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { listEpochs } from '#lib/refresh/restatement/list-epochs.ts';
import { withRunReasons } from '#lib/refresh/restatement/run-reasons.ts';
import { listHolds } from '#lib/refresh/roll-back/hold.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';
import { releaseHoldAction } from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestLanguage()).t('epochs.title') };
}

const shown = 50;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function EpochsPage({ searchParams }: Props) {
  const { viewer } = await page('page /admin/epochs');
  const language = await requestLanguage();
  const { t } = language;
  const asked = await searchParams;
  const summary = registry.summaries.find(({ name }) => name === asked.summary)?.name;
  const before = /^\d{1,15}$/.test(String(asked.before)) ? Number(asked.before) : undefined;
  return orNotice(async () => {
    const { read, schema } = adminWarehouse();
    const [found, holds] = await Promise.all([
      // One more than is shown tells whether there is an older page.
      listEpochs(read, schema, { summary, before, limit: shown + 1 }),
      listHolds(read, schema),
    ]);
    const epochs = await withRunReasons(controlStore(), found);
    const now = new Date().toISOString();
    const last = epochs.length > shown ? epochs[shown - 1]?.epoch : undefined;
    return (
      <AdminFrame viewer={viewer} title={t('epochs.title')} about={t('epochs.about')}>
        {holds.length > 0 && <HoldsCard holds={holds} now={now} release={releaseHoldAction} />}
        <section aria-labelledby="epochs-title" className="flex flex-col gap-2.5">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <h2 id="epochs-title" className="text-base font-semibold">
              {t('epochs.publishes')}
            </h2>
            <SummaryFilter
              address="/admin/epochs"
              summaries={registry.summaries.map(({ name }) => name)}
              chosen={summary ?? null}
            />
          </div>
          {epochs.length === 0 ? (
            <Card className="p-4 text-sm text-muted-foreground">
              {before ? t('epochs.noOlder') : summary ? t('epochs.noneOf', { summary }) : t('epochs.none')}
            </Card>
          ) : (
            <EpochsTable
              epochs={epochs.slice(0, shown)}
              zones={Object.fromEntries(registry.summaries.map(({ name, zone }) => [name, zone]))}
              now={now}
              language={language}
            />
          )}
          <nav aria-label={t('epochs.pages')} className="flex gap-2">
            {before !== undefined && (
              <Link href={addressOf(summary)} className={buttonClass('outline', 'sm')}>
                {t('epochs.newest')}
              </Link>
            )}
            {last !== undefined && (
              <Link href={addressOf(summary, last)} className={buttonClass('outline', 'sm')}>
                {t('epochs.older')}
              </Link>
            )}
          </nav>
        </section>
      </AdminFrame>
    );
  });
}

function addressOf(summary: string | undefined, before?: number): string {
  const query = new URLSearchParams({
    ...(summary ? { summary } : {}),
    ...(before === undefined ? {} : { before: String(before) }),
  });
  return query.size > 0 ? `/admin/epochs?${query}` : '/admin/epochs';
}
