'use client';

import { CircleAlert, SearchX } from 'lucide-react';
import { lazy, memo, type ReactNode, Suspense, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import type { TileView } from '#lib/dashboard/dashboard-load.ts';
import type { Language } from '#lib/i18n/language.ts';
import { say } from '#lib/i18n/message.ts';
import type { TileData, TileResult } from '#lib/query/result.ts';
import { DataTable } from './data-table.tsx';
import type { TileAddress } from './export-link.ts';
import { NumberTile } from './number-tile.tsx';
import { TileBoundary } from './tile-boundary.tsx';
import { TileMenuButton } from './tile-menu-button.tsx';
import { TileSkeleton } from './tile-skeleton.tsx';

// The charts are half of what a dashboard's scripts weigh and nothing of them is in the server's HTML: fetching starts with this
// module and runs beside the page's own start.
const charts = typeof window === 'undefined' ? null : import('./chart-tile.tsx');
const ChartTile = lazy(() => charts ?? import('./chart-tile.tsx'));

export type TileProps = {
  view: TileView;
  result: TileResult | null;
  /** A newer answer is on its way: what is shown is dimmed. */
  stale: boolean;
  address: TileAddress;
  /** The filters in words, for the sentence that says why nothing is there. */
  filters: string;
  zone: string;
  retry: () => void;
};

/** Owns title, menu, notes and the four states of a tile: loading, empty, failed, drawn. */
export function Tile({ view, result, stale, address, filters, zone, retry }: TileProps) {
  const language = useLanguage();
  const { t } = language;
  const [asTable, setAsTable] = useState(false);
  const data = result?.ok ? result : null;
  const tabular = data !== null && data.rows > 0 && (view.kind === 'table' || asTable);
  const footnotes = data
    ? [...(tabular ? [rowWords(data, language)] : []), ...data.notes.map((note) => say(note, language))]
    : [];
  const small = view.height <= 3;
  const titleId = `${view.id}-title`;
  return (
    <section
      data-tile={view.kind}
      id={view.id}
      aria-labelledby={titleId}
      aria-busy={result === null || stale}
      className="group/tile flex h-full min-w-0 flex-col rounded-lg border border-border bg-card shadow-card target:border-primary"
    >
      <header className="flex items-start gap-2 px-4 pt-3">
        <div className="min-w-0 flex-1">
          <h2 id={titleId} title={view.title} className="truncate text-sm font-semibold">
            {view.title}
          </h2>
          {view.description && (
            <p title={view.description} className="truncate text-xs text-muted-foreground">
              {view.description}
            </p>
          )}
        </div>
        <div className="-mt-1 -mr-2 print:hidden">
          <TileMenuButton
            view={view}
            result={data}
            address={address}
            zone={zone}
            asTable={asTable}
            setAsTable={setAsTable}
          />
        </div>
      </header>
      <div
        className={cn(
          'min-h-0 flex-1 pt-1.5 transition-opacity duration-200',
          tabular ? 'px-1.5' : 'px-4',
          footnotes.length > 0 ? 'pb-1' : 'pb-3',
          stale && result && 'opacity-45',
        )}
      >
        {result === null ? (
          <TileSkeleton kind={view.kind} />
        ) : !result.ok ? (
          <TileMessage icon={small ? null : <CircleAlert className="text-destructive" />} alert>
            <p className={small ? 'text-xs' : undefined}>{say(result.message, language)}</p>
            <Button size={small ? 'xs' : 'sm'} onClick={retry} className="mt-2">
              {t('common.tryAgain')}
            </Button>
          </TileMessage>
        ) : result.rows === 0 ? (
          <TileMessage icon={small ? null : <SearchX className="text-muted-foreground" />}>
            <p className="text-muted-foreground">{filters ? t('tile.noRowsFor', { filters }) : t('tile.noRows')}</p>
          </TileMessage>
        ) : (
          <TileBoundary
            key={asTable ? 'table' : 'picture'}
            fallback={
              <TileMessage icon={<CircleAlert className="text-destructive" />} alert>
                <p>{t('tile.notDrawn')}</p>
              </TileMessage>
            }
          >
            <TileBody view={view} result={result} asTable={asTable} />
          </TileBoundary>
        )}
      </div>
      {footnotes.length > 0 && (
        // Lines are cut off inside the padding: in it the next line would show.
        <div className={cn('px-4 pb-2.5', tabular && 'border-t border-border pt-2')}>
          <p
            title={footnotes.join(' ')}
            className={cn('line-clamp-2 text-xs text-muted-foreground', !small && 'max-sm:line-clamp-3')}
          >
            {footnotes.join(' ')}
          </p>
        </div>
      )}
    </section>
  );
}

const rowWords = ({ rows, truncated }: TileData, { t }: Language) =>
  t(truncated ? 'tile.firstRows' : 'tile.rows', { rows });

type TileBodyProps = { view: TileView; result: TileData; asTable: boolean };

/**
 * Drawing is most of what a change of a filter costs, so it is done once: not when a tile is dimmed, and not when the page
 * names the same tile anew before its answer is there.
 */
const TileBody = memo(
  DrawnBody,
  (before, after) =>
    before.result === after.result &&
    before.asTable === after.asTable &&
    (before.view === after.view || JSON.stringify(before.view) === JSON.stringify(after.view)),
);

function DrawnBody({ view, result, asTable }: TileBodyProps) {
  if (view.kind === 'number') return <NumberTile result={result} />;
  if (view.kind === 'table' || asTable) {
    return <DataTable title={view.title} result={result} />;
  }
  return (
    <Suspense fallback={<TileSkeleton kind={view.kind} />}>
      <ChartTile view={view} kind={view.kind} result={result} />
    </Suspense>
  );
}

function TileMessage({ icon, alert, children }: { icon: ReactNode; alert?: boolean; children: ReactNode }) {
  return (
    <div
      role={alert ? 'alert' : undefined}
      className="flex h-full flex-col items-center gap-1.5 overflow-y-auto text-center text-sm before:flex-1 after:flex-1 [&>svg]:size-5 [&>svg]:shrink-0"
    >
      {icon}
      <div className="max-w-80 shrink-0">{children}</div>
    </div>
  );
}
