'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { lazy, Suspense, useRef, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import type { RunDetail, UnitView } from '#lib/refresh/view/run-types.ts';
import { SpacerRow } from '../spacer-row.tsx';
import type { RunActions } from '../types.ts';
import { UnitRow } from './unit-row.tsx';

const UnitDialog = lazy(() => import('./unit-dialog.tsx'));

const rowHeight = 40;
const columns = [
  { key: 'run.unit' },
  { key: 'runs.state' },
  { key: 'run.epoch', className: 'text-right' },
  { key: 'run.built', className: 'text-right max-md:hidden' },
  { key: 'runs.changed', className: 'text-right max-md:hidden' },
  { key: 'runs.duration', className: 'text-right max-md:hidden' },
  { key: 'run.checks', className: 'text-right max-md:hidden' },
] as const;

type UnitsTableProps = { detail: RunDetail; read: RunActions['unit'] };

/** The units of a run, any number of them; each opens what was measured of it. */
export function UnitsTable({ detail, read }: UnitsTableProps) {
  const { t } = useLanguage();
  const scroller = useRef<HTMLElement | null>(null);
  const [onlyTroubled, setOnlyTroubled] = useState(false);
  const [opened, setOpened] = useState<{ unit: string; open: boolean; times: number } | null>(null);
  const troubled = detail.units.filter(isTroubled);
  const units = onlyTroubled && troubled.length > 0 ? troubled : detail.units;
  const rows = useVirtualizer({
    count: units.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const drawn = rows.getVirtualItems();
  const chosen = detail.units.find(({ unit }) => unit === opened?.unit);
  return (
    <div className="flex flex-col gap-2.5">
      <div className="flex min-h-8 flex-wrap items-center gap-2">
        <h2 className="mr-auto text-base font-semibold">{t('run.units')}</h2>
        {troubled.length > 0 && (
          <Button
            size="sm"
            aria-pressed={onlyTroubled}
            onClick={() => setOnlyTroubled(!onlyTroubled)}
            className={cn(onlyTroubled && 'border-primary bg-primary-soft text-primary')}
          >
            {t('run.onlyTroubled', { count: troubled.length })}
          </Button>
        )}
      </div>
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
        tabIndex={0}
        aria-label={t('run.units')}
        className="max-h-112 overflow-auto rounded-lg border border-border bg-card shadow-card"
      >
        <table className="w-full border-separate border-spacing-0 text-left text-sm" aria-rowcount={units.length + 1}>
          <thead>
            <tr>
              {columns.map(({ key, ...column }) => (
                <th
                  key={key}
                  scope="col"
                  className={cn(
                    'sticky top-0 z-10 h-9 border-b border-border bg-card px-3 text-xs font-medium whitespace-nowrap text-muted-foreground',
                    'className' in column && column.className,
                  )}
                >
                  {t(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <SpacerRow height={drawn[0]?.start ?? 0} columns={columns.length} />
            {drawn.map(({ index }) => {
              const unit = units[index];
              return (
                unit && (
                  <UnitRow
                    key={unit.unit}
                    unit={unit}
                    index={index}
                    now={detail.now}
                    height={rowHeight}
                    open={() => setOpened((old) => ({ unit: unit.unit, open: true, times: (old?.times ?? 0) + 1 }))}
                  />
                )
              );
            })}
            <SpacerRow height={rows.getTotalSize() - (drawn.at(-1)?.end ?? 0)} columns={columns.length} />
          </tbody>
        </table>
      </section>
      {opened && chosen && (
        <Suspense fallback={null}>
          <UnitDialog
            key={opened.times}
            run={detail.run.id}
            unit={chosen}
            read={read}
            open={opened.open}
            setOpen={(open) => setOpened({ ...opened, open })}
          />
        </Suspense>
      )}
    </div>
  );
}

const isTroubled = ({ state, warned, blocked }: UnitView) =>
  state === 'failed' || state === 'quarantined' || warned > 0 || blocked > 0;
