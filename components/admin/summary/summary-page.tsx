'use client';

import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, type Ref, Suspense, useEffect, useRef, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { SummaryView } from '#lib/refresh/view/summary-types.ts';
import { busyMilliseconds, quietMilliseconds } from '../polling.ts';
import { ChecksTable } from '../quarantine/checks-table.tsx';
import { EndedRun } from '../run/ended-run.tsx';
import { LiveRun } from '../run/run-progress.tsx';
import { useWatched } from '../run/use-watched.ts';
import { isActive } from '../run-words.ts';
import { RunsTable } from '../runs-table.tsx';
import {
  answered,
  type PreviewRefresh,
  type ReadPartition,
  type ReadSummary,
  type RequestRefresh,
  type RunActions,
} from '../types.ts';
import { SummaryFacts } from './summary-facts.tsx';
import { WaitingList } from './waiting-list.tsx';

// Its height stands before its code has come, so that nothing moves.
const Refresh = lazy(() => import('./refresh-section.tsx'));

export type SummaryActions = {
  read: ReadSummary;
  partition: ReadPartition;
  preview: PreviewRefresh;
  request: RequestRefresh;
  run: RunActions;
};

/** One summary: how it is, its partitions, what runs, and a refresh of any part of it. */
export function SummaryPage({ initial, actions }: { initial: SummaryView; actions: SummaryActions }) {
  const language = useLanguage();
  const { t } = language;
  const { name, description, topic, zone } = initial.health;
  const { data, error, refetch } = useQuery({
    queryKey: ['admin-summary', name],
    queryFn: () => answered(actions.read({ summary: name })),
    initialData: initial,
    staleTime: busyMilliseconds,
    retry: false,
    refetchInterval: ({ state }) => (state.data?.runs.some(isActive) ? busyMilliseconds : quietMilliseconds),
  });
  const { watched, watch } = useWatched(data.runs);
  const running = useRef<HTMLDivElement | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const arrived = asked !== null && watched.some((run) => run.id === asked);
  // Whoever has pressed the button looks at the form, below what now matters.
  useEffect(() => {
    if (!arrived) return;
    running.current?.scrollIntoView({ behavior: 'smooth', block: 'center' });
    setAsked(null);
  }, [arrived]);
  return (
    <div className="flex flex-col gap-6">
      <p className="-mt-3 flex max-w-3xl flex-wrap items-center gap-2 text-sm text-muted-foreground">
        {description}
        {topic && <Badge>{topic}</Badge>}
      </p>
      {error && <Banner tone="destructive">{t('admin.shownBefore', { problem: error.message })}</Banner>}
      <WaitingList view={data} />
      <SummaryFacts view={data} />
      {watched.length > 0 && (
        <Section title={t('summaryPage.running')} place={running}>
          {watched.map((run) =>
            isActive(run) ? (
              <LiveRun key={run.id} run={run.id} actions={actions.run} tail />
            ) : (
              <EndedRun key={run.id} run={run} now={data.now} />
            ),
          )}
        </Section>
      )}
      <Suspense fallback={<Skeleton className="h-96 w-full" />}>
        <Refresh
          view={data}
          actions={actions}
          requested={(run) => {
            watch(run);
            setAsked(run);
            void refetch();
          }}
        />
      </Suspense>
      {data.checks.length > 0 && (
        <Section title={t('summaryPage.checks')}>
          <ChecksTable checks={data.checks} language={language} />
        </Section>
      )}
      <Section title={t('admin.recentRuns')}>
        <RunsTable runs={data.runs} zones={new Map(data.runs.map((run) => [run.summary, zone]))} now={data.now} />
      </Section>
    </div>
  );
}

function Section({ title, place, children }: { title: string; place?: Ref<HTMLDivElement>; children: ReactNode }) {
  return (
    <div ref={place} className="flex flex-col gap-2.5">
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
    </div>
  );
}
