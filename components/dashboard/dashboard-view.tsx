'use client';

import type { CSSProperties } from 'react';
import { FilterBar } from '#components/filters/filter-bar.tsx';
import { filterValues, filterWords } from '#components/filters/filter-words.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import type { SentLoad } from '#lib/dashboard/dashboard-load.ts';
import { say } from '#lib/i18n/message.ts';
import { DashboardTile } from './dashboard-tile.tsx';
import { EpochChip } from './epoch-chip.tsx';
import { Freshness } from './freshness.tsx';
import { failureWords, type LoadDashboard, LoadRefused, signInAddress } from './load-query.ts';
import { useDashboard } from './use-dashboard.ts';
import { useNewestEpoch } from './use-newest-epoch.ts';

export type DashboardViewProps = {
  initial: SentLoad;
  load: LoadDashboard;
  /** Whether the viewer may take away whole summaries. */
  wholeSummaries: boolean;
};

export function DashboardView({ initial, load, wholeSummaries }: DashboardViewProps) {
  const { shown, waiting, error, retry, setFilter, resetFilters, setEpoch } = useDashboard(initial, load);
  const { head, tiles } = shown;
  const language = useLanguage();
  const { t } = language;
  const newest = useNewestEpoch(head.incarnation);
  const words = filterWords(head.filters, language);
  const values = filterValues(head.filters);
  const problems = [...head.notes, ...head.filters.flatMap((filter) => filter.problem ?? [])].map((problem) =>
    say(problem, language),
  );
  const pinnedLink = () => {
    const url = new URL(window.location.href);
    url.searchParams.set('epoch', String(head.epoch));
    return url.href;
  };

  return (
    <div className="flex flex-col gap-3">
      <header className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="text-xl font-semibold tracking-tight">{head.title}</h1>
          {head.description && <p className="mt-0.5 max-w-3xl text-muted-foreground">{head.description}</p>}
        </div>
        <div className="flex flex-wrap items-center gap-1.5 lg:pt-1">
          <Freshness {...head.completeThrough} />
          <EpochChip
            epoch={head.epoch}
            latest={Math.max(head.latestEpoch, newest)}
            pinned={head.pinned}
            refetch={retry}
            unpin={() => setEpoch(null)}
          />
          <CopyButton
            label={t('dashboard.copyLink')}
            text={pinnedLink}
            variant="ghost"
            size="icon-sm"
            className="print:hidden"
          />
        </div>
      </header>

      <div className="z-20 -mx-4 border-border bg-background/95 px-4 py-2 sm:-mx-6 sm:px-6 lg:sticky lg:top-12 print:static print:bg-transparent print:px-0">
        <FilterBar filters={head.filters} change={setFilter} reset={resetFilters} />
      </div>

      {error && (
        <Banner
          tone="destructive"
          action={
            <div className="flex flex-wrap gap-2">
              {error instanceof LoadRefused && error.code === 'unauthenticated' && (
                <Button
                  size="sm"
                  variant="primary"
                  onClick={() => window.location.assign(signInAddress(window.location))}
                >
                  {t('dashboard.signIn')}
                </Button>
              )}
              <Button size="sm" onClick={resetFilters}>
                {t('dashboard.resetFilters')}
              </Button>
              <Button size="sm" onClick={retry}>
                {t('common.tryAgain')}
              </Button>
            </div>
          }
        >
          {t('dashboard.shownBefore', { problem: failureWords(error, language) })}
        </Banner>
      )}

      {problems.length > 0 && (
        <Banner tone="warning">
          {problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </Banner>
      )}

      <div className="dashboard-grid" aria-live="off">
        {head.tiles.map((view) => (
          <div
            key={view.id}
            style={{ '--width': view.width, '--height': view.height } as CSSProperties}
            data-half={view.width <= 4 || undefined}
          >
            <DashboardTile
              view={view}
              promise={tiles[view.id]}
              waiting={waiting}
              address={{
                dashboard: head.name,
                tile: view.id,
                epoch: head.epoch,
                filters: values,
                wholeSummary: wholeSummaries,
              }}
              filters={words}
              zone={head.completeThrough.zone}
              retry={retry}
            />
          </div>
        ))}
      </div>

      <p className="sr-only" role="status">
        {waiting ? t('dashboard.loading') : ''}
      </p>
      {(head.attribution || head.owner) && (
        <footer className="flex flex-wrap gap-x-4 gap-y-1 pt-1 text-xs text-muted-foreground">
          {head.attribution && <span>{head.attribution}</span>}
          {head.owner && <span>{t('common.ownedBy', { owner: head.owner })}</span>}
        </footer>
      )}
    </div>
  );
}
