import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { previewRefreshAction, requestRefreshAction } from '#app/admin/actions.ts';
import { AdminFrame } from '#app/admin/admin-frame.tsx';
import { cancelRunAction, readRunAction, readUnitAction, retryRunAction } from '#app/admin/runs/actions.ts';
import { readPartitionAction, readSummaryAction } from '#app/admin/summaries/actions.ts';
import { orNotice } from '#app/or-notice.tsx';
import { SummaryPage } from '#components/admin/summary/summary-page.tsx';
import { page } from '#lib/auth/page.ts';
import { summaryView } from '#lib/refresh/view/summary-view.ts';
import { registry } from '#queries/index.ts';

type Props = { params: Promise<{ summary: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).summary };
}

export default async function AdminSummaryPage({ params }: Props) {
  const { viewer } = await page('page /admin/summaries/[summary]');
  const { summary } = await params;
  return orNotice(async () => {
    const initial = await summaryView(registry, summary);
    if (!initial) notFound();
    return (
      <AdminFrame viewer={viewer} title={summary}>
        <SummaryPage
          key={summary}
          initial={initial}
          actions={{
            read: readSummaryAction,
            partition: readPartitionAction,
            preview: previewRefreshAction,
            request: requestRefreshAction,
            run: { read: readRunAction, unit: readUnitAction, cancel: cancelRunAction, retry: retryRunAction },
          }}
        />
      </AdminFrame>
    );
  });
}
