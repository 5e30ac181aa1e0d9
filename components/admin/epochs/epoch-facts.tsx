import { ArrowUpRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { reasonWords, requesterWords } from '#components/admin/run-words.ts';
import { formatDistance, formatInstant } from '#components/format/date.ts';
import { formatCount } from '#components/format/number.ts';
import { Card } from '#components/ui/card.tsx';
import type { Language } from '#lib/i18n/language.ts';
import type { Restatement } from '#lib/refresh/restatement/restatement-types.ts';
import { daysWords, kindWords, rowsWords } from './epoch-words.ts';

type EpochFactsProps = {
  epoch: Omit<Restatement, 'changes'>;
  zone: string;
  now: string;
  dashboards: { name: string; title: string }[];
  language: Language;
  /** What can be done with the epoch. */
  action: ReactNode;
};

/** The record of a publish: when, by whom and why, and the dashboards as they were then. */
export function EpochFacts({ epoch, zone, now, dashboards, language, action }: EpochFactsProps) {
  const { t } = language;
  return (
    <Card className="flex flex-wrap items-start gap-x-8 gap-y-4 p-4">
      <dl className="grid min-w-0 flex-1 basis-72 grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        <Fact name={t('epochs.published')}>
          {formatInstant(epoch.at, zone, language)}{' '}
          <span className="text-muted-foreground">
            {t('admin.zoneAgo', { zone, ago: formatDistance(epoch.at, now, language) })}
          </span>
        </Fact>
        <Fact name={t('epochs.kind')}>{kindWords(epoch.kind, language)}</Fact>
        <Fact name={t('epochs.by')}>
          <span className="break-all">{requesterWords(epoch.who, language)}</span>{' '}
          <Link
            href={`/admin/runs/${epoch.run}`}
            className="whitespace-nowrap text-primary underline underline-offset-2"
          >
            {t('epochs.runOf', { run: epoch.run })}
          </Link>
        </Fact>
        {epoch.reason && <Fact name={t('epochs.why')}>{reasonWords(epoch.reason, language)}</Fact>}
        {epoch.rolledBackBy.length > 0 && (
          <Fact name={t('epochs.rolledBackBy')}>
            <span className="flex flex-wrap gap-x-2">
              {epoch.rolledBackBy.map((by) => (
                <Link key={by} href={`/admin/epochs/${by}`} className="text-primary underline underline-offset-2">
                  {t('epochs.one', { epoch: String(by) })}
                </Link>
              ))}
            </span>
          </Fact>
        )}
        {epoch.summaries.map(({ summary, range, opened, closed, rows }) => (
          <Fact key={summary} name={summary}>
            {daysWords(range, language)}
            <span className="text-muted-foreground">
              {' · '}
              {t('epochs.rowsThen', {
                change: rowsWords({ opened, closed }, language),
                rows: formatCount(rows, language),
              })}
            </span>
          </Fact>
        ))}
      </dl>
      <div className="flex flex-col items-start gap-3 sm:items-end">
        {action}
        {dashboards.length > 0 && (
          <ul aria-label={t('epochs.dashboards')} className="grid gap-1 text-sm sm:text-right">
            {dashboards.map(({ name, title }) => (
              <li key={name}>
                <Link
                  href={`/dashboards/${name}?epoch=${epoch.epoch}`}
                  className="inline-flex items-center gap-1 text-primary hover:underline"
                >
                  {t('epochs.dashboardThen', { title, epoch: String(epoch.epoch) })}
                  <ArrowUpRight aria-hidden="true" className="size-3.5 shrink-0" />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
