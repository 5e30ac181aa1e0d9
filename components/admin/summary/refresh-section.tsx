'use client';

import { createParser, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { isDay } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import type { SummaryView } from '#lib/refresh/view/summary-types.ts';
import { RefreshForm } from '../refresh-form.tsx';
import { PartitionStrip } from '../strip/partition-strip.tsx';
import { StripLegend } from '../strip/strip-legend.tsx';
import { partitionsOf, rangeOf, type Span, spanOf } from '../strip/strip-partitions.ts';
import { StripStretches } from '../strip/strip-stretches.tsx';
import { spanWords } from '../strip/strip-words.ts';
import { answered } from '../types.ts';
import type { SummaryActions } from './summary-page.tsx';

const day = createParser({ parse: (value) => (isDay(value) ? value : null), serialize: (value: string) => value });

type RefreshSectionProps = { view: SummaryView; actions: SummaryActions; requested: (run: string) => void };

/** The partitions, and a refresh of those that are chosen; the choice is in the address. */
export default function RefreshSection({ view, actions, requested }: RefreshSectionProps) {
  const language = useLanguage();
  const { t } = language;
  const { health, strip } = view;
  const [chosen, setChosen] = useQueryStates({ from: day, to: day }, { history: 'replace' });
  const partitions = useMemo(() => strip && partitionsOf(strip), [strip]);
  const range = chosen.from && chosen.to && chosen.from < chosen.to ? { from: chosen.from, to: chosen.to } : null;
  const selected = partitions && range ? spanOf(partitions, range) : null;
  const select = (span: Span | null) => void setChosen(span && partitions ? rangeOf(partitions, span) : null);
  return (
    <>
      {strip && partitions && (
        <div className="flex flex-col gap-2.5">
          <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1">
            <h2 className="text-base font-semibold">{t('summaryPage.partitions')}</h2>
            <p className="text-sm text-muted-foreground" aria-live="polite">
              {selected ? spanWords(partitions, selected, health.zone, language) : t('strip.hint')}
            </p>
            {selected && (
              <Button size="xs" variant="ghost" onClick={() => select(null)}>
                {t('strip.clear')}
              </Button>
            )}
          </div>
          <Card className="flex flex-col gap-3 p-4">
            <StripLegend partitions={partitions} />
            <PartitionStrip
              strip={strip}
              below={view.below}
              zone={health.zone}
              selected={selected}
              select={select}
              rowsOf={async (partition) =>
                (await answered(actions.partition({ summary: health.name, partition }))).rows
              }
            />
            {view.below.length > 0 && (
              <p className="text-xs text-muted-foreground">
                {t('strip.below', { summaries: view.below.map((each) => each.summary).join(', ') })}
              </p>
            )}
            <StripStretches partitions={partitions} select={select} />
          </Card>
        </div>
      )}
      <div className="flex flex-col gap-2.5">
        <h2 className="text-base font-semibold">{t('admin.refresh')}</h2>
        <Card className="p-4">
          <RefreshForm
            wide
            summary={health}
            range={{ from: chosen.from ?? '', to: chosen.to ?? '' }}
            setRange={({ from, to }) => void setChosen({ from: from || null, to: to || null })}
            request={actions.request}
            preview={actions.preview}
            requested={requested}
          />
        </Card>
      </div>
    </>
  );
}
