'use client';

import Link from 'next/link';
import { formatDuration } from '#components/format/date.ts';
import { formatCount } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { RunDetail } from '#lib/refresh/view/run-types.ts';
import { progressWords, runDuration, toneOf } from '../run-words.ts';
import type { RunActions } from '../types.ts';
import { CancelButton } from './cancel-button.tsx';
import { builtRows, remaining } from './pace.ts';
import { RunLog } from './run-log.tsx';
import { useRun } from './use-run.ts';

type LiveRunProps = { run: string; actions: RunActions; tail?: boolean };

/** A run under way, by its number. */
export function LiveRun({ run, actions, tail }: LiveRunProps) {
  const { data } = useRun(run, actions.read);
  if (data) return <RunProgress detail={data} actions={actions} tail={tail} />;
  return (
    <Card className="flex h-36 flex-col gap-3 p-4">
      <Skeleton className="h-6 w-72 max-w-full" />
      <Skeleton className="h-1.5 w-full" />
    </Card>
  );
}

const tailLines = 5;

type RunProgressProps = { detail: RunDetail; actions: RunActions; tail?: boolean };

/** How far a run is, what it does now, how long it still takes, and the way to end it. */
export function RunProgress({ detail, actions, tail }: RunProgressProps) {
  const language = useLanguage();
  const { t } = language;
  const { run, units, now, statement, waitsFor } = detail;
  const left = remaining(detail);
  const rows = builtRows(units);
  const building = units.find((unit) => unit.state === 'building');
  const elapsed = runDuration(run, now);
  const facts = [
    progressWords(run, language),
    rows !== null && t('run.rowsBuilt', { rows: formatCount(rows, language) }),
    elapsed !== null && t('run.elapsed', { duration: formatDuration(elapsed, language) }),
  ].filter(Boolean);
  return (
    <Card className="p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Badge tone={toneOf(run.state)}>{t(`state.${run.state}`)}</Badge>
        <Link href={`/admin/runs/${run.id}`} className="font-medium hover:underline">
          {t('run.title', { run: run.id })}
        </Link>
        <span className="text-sm text-muted-foreground">{facts.join(' · ')}</span>
        <span className="ml-auto text-sm font-medium">
          {left !== null && t('run.left', { duration: formatDuration(Math.max(1000, left), language) })}
        </span>
        <CancelButton run={run} cancel={actions.cancel} />
      </div>
      <div className="mt-3">
        <Progress
          label={t('runs.progressOf', { run: run.id, summary: run.summary })}
          done={run.unitsDone}
          total={run.unitsTotal}
        />
      </div>
      <p className="mt-2 min-h-5 text-sm">
        {building
          ? building.built === null
            ? t('run.building', { unit: building.unit })
            : t('run.buildingRows', { unit: building.unit, rows: formatCount(building.built, language) })
          : waitsFor
            ? t('run.waitsFor', { run: waitsFor })
            : null}
      </p>
      <details className="mt-1 text-sm">
        <summary className="w-fit rounded text-muted-foreground hover:text-foreground">{t('run.currentSql')}</summary>
        <pre className="mt-2 max-h-60 overflow-auto rounded-md bg-muted p-3 font-mono text-xs whitespace-pre-wrap break-words">
          {statement ? statement.sql : t('run.noSql')}
        </pre>
      </details>
      {tail && detail.log.length > 0 && (
        <div className="mt-3">
          <RunLog lines={detail.log.slice(-tailLines)} cut={false} zone={detail.zone} />
        </div>
      )}
    </Card>
  );
}
