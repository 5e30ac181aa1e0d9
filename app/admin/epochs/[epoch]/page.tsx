import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AdminFrame } from '#app/admin/admin-frame.tsx';
import { previewRollBackAction, requestRollBackAction } from '#app/admin/epochs/actions.ts';
import { measureStyles } from '#app/admin/measure-styles.ts';
import { adminWarehouse } from '#app/admin/warehouse.ts';
import { orNotice } from '#app/or-notice.tsx';
import { EpochFacts } from '#components/admin/epochs/epoch-facts.tsx';
import { RestatedTable } from '#components/admin/epochs/restated-table.tsx';
import { RollBackButton } from '#components/admin/epochs/roll-back-button.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { page } from '#lib/auth/page.ts';
import { findSummary } from '#lib/definition/registry.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { downstreamOf } from '#lib/lineage/downstream.ts';
import { restatementOf } from '#lib/refresh/restatement/restatement-of.ts';
import { withRunReasons } from '#lib/refresh/restatement/run-reasons.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

type Props = { params: Promise<{ epoch: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { epoch } = await params;
  return { title: (await requestLanguage()).t('epochs.one', { epoch }) };
}

export default async function EpochPage({ params }: Props) {
  const { viewer } = await page('page /admin/epochs/[epoch]');
  const language = await requestLanguage();
  const { t } = language;
  const { epoch } = await params;
  if (!/^[1-9]\d{0,14}$/.test(epoch)) notFound();
  return orNotice(async () => {
    const { read, schema } = adminWarehouse();
    const found = await restatementOf(read, schema, Number(epoch));
    const [restatement] = found ? await withRunReasons(controlStore(), [found]) : [];
    if (!restatement) notFound();
    const [first] = restatement.summaries;
    const dashboards = restatement.summaries.flatMap(({ summary }) => downstreamOf(registry, summary).dashboards);
    return (
      <AdminFrame viewer={viewer} title={t('epochs.one', { epoch })}>
        <EpochFacts
          epoch={restatement}
          zone={findSummary(registry, first?.summary ?? '')?.zone ?? 'UTC'}
          now={new Date().toISOString()}
          dashboards={[...new Map(dashboards.map((each) => [each.name, each])).values()]}
          language={language}
          action={
            <RollBackButton
              epoch={restatement.epoch}
              actions={{ preview: previewRollBackAction, request: requestRollBackAction }}
            />
          }
        />
        {!restatement.readable && <Banner>{t('epochs.recordOnlyWhy')}</Banner>}
        {restatement.changes.map((change) => (
          <RestatedTable
            key={change.summary}
            change={change}
            styles={measureStyles(registry, change.summary)}
            language={language}
          />
        ))}
      </AdminFrame>
    );
  });
}
