'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useQueryStates } from 'nuqs';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { formatCount } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Card } from '#components/ui/card.tsx';
import { cn } from '#components/ui/cn.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { RunFilter, RunsStart } from '#lib/refresh/view/runs-types.ts';
import { SpacerRow } from '../spacer-row.tsx';
import type { ReadRuns } from '../types.ts';
import { filterParsers } from './filter-query.ts';
import { RunRow } from './run-row.tsx';
import { RunsFilter } from './runs-filter.tsx';
import { useRuns } from './use-runs.ts';

const rowHeight = 52;
/** So many rows before the end of what is there, the next page is asked for. */
const ahead = 120;

const columns = [
  { key: 'runs.run' },
  { key: 'admin.summary' },
  { key: 'runs.state' },
  { key: 'run.what', className: 'max-md:hidden' },
  { key: 'runs.requestedBy', className: 'max-lg:hidden' },
  { key: 'runs.started', className: 'max-md:hidden' },
  { key: 'runs.duration', className: 'text-right max-md:hidden' },
  { key: 'runs.changed', className: 'text-right max-lg:hidden' },
  { key: 'runs.epochs', className: 'text-right max-lg:hidden' },
] as const;

type AllRunsProps = { start: { filter: RunFilter; page: RunsStart }; read: ReadRuns };

/** Every run there ever was; the filter is in the address, and older ones come as they are scrolled to. */
export function AllRuns({ start, read }: AllRunsProps) {
  const language = useLanguage();
  const { t } = language;
  const [filter, setFilter] = useQueryStates(filterParsers, { history: 'push' });
  const { runs, now, loading, more, fetching, problem } = useRuns(filter, read, start);
  const table = useRef<HTMLDivElement | null>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    if (table.current) setOffset(table.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  const rows = useWindowVirtualizer({
    count: runs.length,
    estimateSize: () => rowHeight,
    overscan: 15,
    scrollMargin: offset,
    getItemKey: (index) => runs[index]?.id ?? index,
  });
  const drawn = rows.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && lastDrawn >= runs.length - ahead) more();
  }, [more, lastDrawn, runs.length]);
  useKeepPlace(runs[0]?.id ?? null, runs);
  const first = drawn[0];
  return (
    <div className="flex flex-col gap-4">
      <RunsFilter filter={filter} change={(next) => void setFilter(next)} choices={start.page} />
      {problem && <Banner tone="destructive">{t('admin.shownBefore', { problem })}</Banner>}
      <div ref={table}>
        {loading ? (
          <Skeleton className="h-96 w-full" />
        ) : runs.length === 0 ? (
          <Card className="p-4 text-muted-foreground">{t('allRuns.none')}</Card>
        ) : (
          <div className="rounded-lg border border-border bg-card shadow-card">
            <table
              aria-label={t('admin.allRuns')}
              aria-rowcount={more || fetching ? -1 : runs.length + 1}
              className="w-full border-separate border-spacing-0 text-left text-sm"
            >
              <thead>
                <tr>
                  {columns.map(({ key, ...column }) => (
                    <th
                      key={key}
                      scope="col"
                      className={cn(
                        'sticky top-12 z-10 h-9 rounded-t-lg border-b border-border bg-card px-3 text-xs font-medium whitespace-nowrap text-muted-foreground',
                        'className' in column && column.className,
                      )}
                    >
                      {t(key)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                <SpacerRow height={first ? first.start - offset : 0} columns={columns.length} />
                {drawn.map(({ index }) => {
                  const run = runs[index];
                  return run && <RunRow key={run.id} run={run} index={index} height={rowHeight} now={now} />;
                })}
                <SpacerRow
                  height={rows.getTotalSize() - ((drawn.at(-1)?.end ?? offset) - offset)}
                  columns={columns.length}
                />
              </tbody>
            </table>
          </div>
        )}
        <p className="pt-2 text-xs text-muted-foreground" aria-live="polite">
          {fetching ? t('allRuns.loading') : !more && t('allRuns.total', { count: formatCount(runs.length, language) })}
        </p>
      </div>
    </div>
  );
}

/** When runs come in above what is looked at, it stays where it is. */
function useKeepPlace(newest: string | null, runs: readonly { id: string }[]) {
  const before = useRef(newest);
  useLayoutEffect(() => {
    const known = before.current;
    before.current = newest;
    if (known === null || newest === known || window.scrollY < rowHeight) return;
    const added = runs.findIndex((run) => run.id === known);
    if (added > 0) window.scrollBy({ top: added * rowHeight, behavior: 'instant' });
  }, [newest, runs]);
}
