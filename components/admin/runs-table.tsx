'use client';

import { ChevronDown } from 'lucide-react';
import Link from 'next/link';
import { Fragment, useState } from 'react';
import { addDays, formatDayRange, formatDistance, formatDuration, formatInstant } from '#components/format/date.ts';
import { nothing } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Card } from '#components/ui/card.tsx';
import { cn } from '#components/ui/cn.ts';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { RunView } from '#lib/refresh/view/overview-types.ts';
import { RunStateCell } from './run-state.tsx';
import { changeWords, epochWords, reasonWords, requesterWords, runDuration, taskWords } from './run-words.ts';

const columns = 9;

type RunsTableProps = { runs: RunView[]; zones: ReadonlyMap<string, string>; now: string };

/** The newest runs; each leads to its page. */
export function RunsTable({ runs, zones, now }: RunsTableProps) {
  const language = useLanguage();
  const { t } = language;
  const [opened, setOpened] = useState<string | null>(null);
  if (runs.length === 0) return <Card className="p-4 text-muted-foreground">{t('runs.none')}</Card>;
  return (
    <Table label={t('admin.recentRuns')}>
      <thead>
        <tr>
          <Th>{t('runs.run')}</Th>
          <Th>{t('admin.summary')}</Th>
          <Th>{t('runs.state')}</Th>
          <Th className="max-md:hidden">{t('runs.mode')}</Th>
          <Th className="max-lg:hidden">{t('runs.requestedBy')}</Th>
          <Th className="max-md:hidden">{t('runs.started')}</Th>
          <Th className="text-right max-md:hidden">{t('runs.duration')}</Th>
          <Th className="text-right max-lg:hidden">{t('runs.changed')}</Th>
          <Th className="text-right max-lg:hidden">{t('runs.epochs')}</Th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => {
          const zone = zones.get(run.summary) ?? 'UTC';
          const started = run.startedAt ?? run.createdAt;
          const duration = runDuration(run, now);
          return (
            <Fragment key={run.id}>
              <tr>
                <Td>
                  <Link
                    href={`/admin/runs/${run.id}`}
                    aria-label={t('run.title', { run: run.id })}
                    className="text-primary hover:underline"
                  >
                    {run.id}
                  </Link>
                </Td>
                <Td className="font-medium break-all">
                  <Link href={`/admin/summaries/${run.summary}`} className="hover:underline">
                    {run.summary}
                  </Link>
                  <p className="pt-0.5 text-xs font-normal text-muted-foreground md:hidden">
                    {formatDistance(started, now, language)}
                  </p>
                </Td>
                <Td>
                  <RunStateCell run={run} />
                  {run.error && (
                    <ErrorButton
                      run={run}
                      open={opened === run.id}
                      toggle={(open) => setOpened(open ? run.id : null)}
                    />
                  )}
                </Td>
                <Td className="max-md:hidden">
                  {run.task === 'refresh' ? t(`mode.${run.mode}`) : taskWords(run, language)}
                  {run.range && (
                    <p className="text-xs whitespace-nowrap text-muted-foreground">
                      {formatDayRange(run.range.from, addDays(run.range.to, -1), language)}
                    </p>
                  )}
                </Td>
                <Td className="max-lg:hidden">
                  {requesterWords(run.requestedBy, language)}
                  {run.reason && (
                    <p className="max-w-60 text-xs text-muted-foreground">{reasonWords(run.reason, language)}</p>
                  )}
                </Td>
                <Td
                  className="whitespace-nowrap max-md:hidden"
                  title={t('runs.momentIn', { moment: formatInstant(started, zone, language), zone })}
                >
                  {formatDistance(started, now, language)}
                </Td>
                <Td className="text-right whitespace-nowrap max-md:hidden">
                  {duration === null ? nothing : formatDuration(duration, language)}
                </Td>
                <Td className="text-right whitespace-nowrap max-lg:hidden">{changeWords(run, language)}</Td>
                <Td className="text-right whitespace-nowrap max-lg:hidden">{epochWords(run.epochs)}</Td>
              </tr>
              {run.error && opened === run.id && (
                <tr id={`run-${run.id}-error`}>
                  <td colSpan={columns} className="border-b border-border/60 px-3 pb-3">
                    <pre className="rounded-md bg-destructive-soft p-3 font-mono text-xs whitespace-pre-wrap break-words">
                      {run.error}
                    </pre>
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </Table>
  );
}

function ErrorButton({ run, open, toggle }: { run: RunView; open: boolean; toggle: (open: boolean) => void }) {
  const { t } = useLanguage();
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-controls={open ? `run-${run.id}-error` : undefined}
      onClick={() => toggle(!open)}
      className="mt-1 inline-flex items-center gap-0.5 rounded text-xs text-destructive hover:underline"
    >
      {t(open ? 'runs.hideError' : 'runs.showError')}
      <ChevronDown aria-hidden="true" className={cn('size-3.5', open && 'rotate-180')} />
    </button>
  );
}
