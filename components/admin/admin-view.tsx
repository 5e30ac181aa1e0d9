'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Card } from '#components/ui/card.tsx';
import type { AdminOverview, SummaryHealth } from '#lib/refresh/view/overview-types.ts';
import { AdminNav } from './admin-nav.tsx';
import { busyMilliseconds, quietMilliseconds } from './polling.ts';
import { isActive } from './run-words.ts';
import { RunsTable } from './runs-table.tsx';
import { SummariesTable } from './summaries-table.tsx';
import { answered, type PreviewRefresh, type ReadOverview, type RequestRefresh } from './types.ts';

const RefreshDialog = lazy(() => import('./refresh-dialog.tsx'));

type AdminViewProps = {
  initial: AdminOverview;
  overview: ReadOverview;
  requestRefresh: RequestRefresh;
  previewRefresh: PreviewRefresh;
};

/** Health, refresh and recent runs on one screen. */
export function AdminView({ initial, overview, requestRefresh, previewRefresh }: AdminViewProps) {
  const { t, rich } = useLanguage();
  const query = useQuery({
    queryKey: ['admin-overview'],
    queryFn: () => answered(overview(undefined)),
    initialData: initial,
    staleTime: busyMilliseconds,
    retry: false,
    refetchInterval: ({ state }) => (state.data?.runs.some(isActive) ? busyMilliseconds : quietMilliseconds),
  });
  const [chosen, setChosen] = useState<SummaryHealth | null>(null);
  const [open, setOpen] = useState(false);
  const { data } = query;
  const running = data.runs.filter(isActive).length;
  const failed = data.summaries.filter((summary) => summary.lastRun?.state === 'failed').length;
  // What waits belongs to a chain; each is counted at its head.
  const heads = data.summaries.filter((summary) => summary.upstream.length === 0);
  const total = (of: 'held' | 'quarantined') => heads.reduce((sum, summary) => sum + summary[of], 0);

  return (
    <>
      <AdminNav quarantined={total('quarantined')} held={total('held')} />
      <div className="flex flex-col gap-6">
        <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h1 className="mr-auto text-xl font-semibold tracking-tight">{t('admin.title')}</h1>
          <Badge>{t('admin.epoch', { epoch: String(data.epoch) })}</Badge>
          {running > 0 && <Badge tone="info">{t('admin.running', { count: running })}</Badge>}
          {failed > 0 && <Badge tone="destructive">{t('admin.failed', { count: failed })}</Badge>}
        </header>
        {query.error && <Banner tone="destructive">{t('admin.shownBefore', { problem: query.error.message })}</Banner>}

        <div className="flex flex-col gap-2.5">
          <h2 className="text-base font-semibold">{t('admin.summaries')}</h2>
          {data.summaries.length === 0 ? (
            <Card className="p-4 text-muted-foreground">
              {rich<ReactNode>('admin.noSummary', {
                code: (file) => (
                  <code key="file" className="font-mono text-sm">
                    {file}
                  </code>
                ),
              })}
            </Card>
          ) : (
            <SummariesTable
              overview={data}
              refresh={(summary) => {
                setChosen(summary);
                setOpen(true);
              }}
            />
          )}
        </div>

        <div className="flex flex-col gap-2.5">
          <div className="flex items-baseline justify-between gap-3">
            <h2 className="text-base font-semibold">{t('admin.recentRuns')}</h2>
            <Link href="/admin/runs" className="rounded text-sm text-primary hover:underline">
              {t('admin.allRuns')}
            </Link>
          </div>
          <RunsTable
            runs={data.runs}
            zones={new Map(data.summaries.map((summary) => [summary.name, summary.zone]))}
            now={data.now}
          />
        </div>

        {chosen && (
          <Suspense fallback={null}>
            <RefreshDialog
              key={chosen.name}
              summary={chosen}
              open={open}
              setOpen={setOpen}
              request={requestRefresh}
              preview={previewRefresh}
              requested={() => void query.refetch()}
            />
          </Suspense>
        )}
      </div>
    </>
  );
}
