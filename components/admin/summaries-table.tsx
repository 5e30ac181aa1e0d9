'use client';

import { RefreshCw } from 'lucide-react';
import Link from 'next/link';
import { formatDistance, formatInstant } from '#components/format/date.ts';
import { formatCount, nothing } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { AdminOverview, SummaryHealth } from '#lib/refresh/view/overview-types.ts';
import { CheckCount } from './check-count.tsx';
import { RunStateCell } from './run-state.tsx';
import { isActive } from './run-words.ts';
import { scheduleWords } from './schedules/schedule-words.ts';

type SummariesTableProps = { overview: AdminOverview; refresh: (summary: SummaryHealth) => void };

/** The health of each summary as separate facts. */
export function SummariesTable({ overview, refresh }: SummariesTableProps) {
  const language = useLanguage();
  const { t } = language;
  return (
    <Table label={t('admin.summaries')}>
      <thead>
        <tr>
          <Th>{t('admin.summary')}</Th>
          <Th className="max-md:hidden">{t('admin.completeThrough')}</Th>
          <Th className="max-md:hidden">{t('admin.lastRun')}</Th>
          <Th className="max-lg:hidden">{t('run.checks')}</Th>
          <Th className="text-right max-lg:hidden">{t('admin.rows')}</Th>
          <Th className="text-right max-lg:hidden">{t('admin.epochColumn')}</Th>
          <Th className="max-xl:hidden">{t('admin.nextRun')}</Th>
          <Th>
            <span className="sr-only">{t('admin.refresh')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {overview.summaries.map((summary) => (
          <tr key={summary.name} className="last:*:border-0">
            <Td className="max-w-96">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Link
                  href={`/admin/summaries/${summary.name}`}
                  className="rounded font-medium break-all hover:text-primary hover:underline"
                >
                  {summary.name}
                </Link>
                {summary.topic && <Badge>{summary.topic}</Badge>}
              </p>
              <p className="mt-0.5 line-clamp-2 text-xs text-muted-foreground">{summary.description}</p>
              <Waiting summary={summary} />
              <div className="mt-2 flex flex-col items-start gap-1.5 text-xs md:hidden">
                <p className="text-muted-foreground">{t('admin.completeThrough')}</p>
                <Through summary={summary} now={overview.now} />
                <LastRun summary={summary} now={overview.now} />
              </div>
            </Td>
            <Td className="whitespace-nowrap max-md:hidden">
              <Through summary={summary} now={overview.now} />
            </Td>
            <Td className="max-md:hidden">
              <LastRun summary={summary} now={overview.now} />
            </Td>
            <Td className="whitespace-nowrap max-lg:hidden">
              {summary.checks ? <CheckCount tally={summary.checks} /> : nothing}
            </Td>
            <Td className="text-right max-lg:hidden">
              {summary.rows === null ? nothing : formatCount(summary.rows, language)}
            </Td>
            <Td className="text-right max-lg:hidden">{summary.epoch ?? nothing}</Td>
            <Td className="whitespace-nowrap max-xl:hidden">
              {summary.nextRunAt ? formatDistance(summary.nextRunAt, overview.now, language) : nothing}
              <p className="text-xs text-muted-foreground">
                {summary.schedule.paused ? t('schedules.paused') : scheduleWords(summary.schedule, language)}
              </p>
            </Td>
            <Td className="text-right">
              <Button
                size="sm"
                onClick={() => refresh(summary)}
                aria-label={t('admin.refreshOf', { summary: summary.name })}
                disabled={summary.lastRun !== null && summary.lastRun.state === 'requested'}
              >
                <RefreshCw
                  aria-hidden="true"
                  className={
                    summary.lastRun && isActive(summary.lastRun) ? 'animate-spin [animation-duration:2.5s]' : undefined
                  }
                />
                <span className="max-sm:hidden">{t('admin.refresh')}</span>
              </Button>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** What is to be built or decided, where there is something. */
function Waiting({ summary: { pending, held, quarantined, review } }: { summary: SummaryHealth }) {
  const { t } = useLanguage();
  if (!pending && held === 0 && quarantined === 0 && !review) return null;
  return (
    <p className="mt-1.5 flex flex-wrap gap-1.5">
      {pending !== null && pending > 0 && <Badge tone="warning">{t('admin.pending', { count: pending })}</Badge>}
      {quarantined > 0 && (
        <Link href="/admin/quarantine">
          <Badge tone="destructive">{t('adminNav.quarantined', { count: quarantined })}</Badge>
        </Link>
      )}
      {review && (
        <Link href={`/admin/quarantine/${review.id}`}>
          <Badge tone="warning">
            {t(review.state === 'open' ? 'adminNav.reviewOpen' : 'adminNav.reviewDiscarded')}
          </Badge>
        </Link>
      )}
      {held > 0 && (
        <Link href="/admin/epochs">
          <Badge tone="warning">{t('adminNav.held', { count: held })}</Badge>
        </Link>
      )}
    </p>
  );
}

function Through({ summary, now }: { summary: SummaryHealth; now: string }) {
  const language = useLanguage();
  const { t } = language;
  if (!summary.built) return <Badge tone="warning">{t('common.notBuilt')}</Badge>;
  if (!summary.completeThrough) return <span className="text-muted-foreground">{t('admin.notKnown')}</span>;
  return (
    <div>
      {formatInstant(summary.completeThrough, summary.zone, language)}
      <p className="text-xs text-muted-foreground">
        {t('admin.zoneAgo', {
          zone: summary.zone,
          ago: formatDistance(summary.completeThrough, now, language),
        })}
      </p>
    </div>
  );
}

function LastRun({ summary, now }: { summary: SummaryHealth; now: string }) {
  const language = useLanguage();
  const run = summary.lastRun;
  if (!run) return <span className="text-muted-foreground">{language.t('admin.never')}</span>;
  const at = run.finishedAt ?? run.startedAt ?? run.createdAt;
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <RunStateCell run={run} />
        {!isActive(run) && <span className="text-xs text-muted-foreground">{formatDistance(at, now, language)}</span>}
      </div>
      {run.error && (
        <p title={run.error} className="line-clamp-2 max-w-80 pt-1 text-xs text-destructive">
          {run.error}
        </p>
      )}
    </div>
  );
}
