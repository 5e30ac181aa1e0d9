import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatDistance, formatInstant } from '#components/format/date.ts';
import { formatCount, nothing } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import type { SummaryView } from '#lib/refresh/view/summary-types.ts';
import { CheckCount } from '../check-count.tsx';
import { isActive, toneOf } from '../run-words.ts';
import { scheduleWords } from '../schedules/schedule-words.ts';
import { SourceTiers } from './source-tiers.tsx';

/** The health of a summary as separate facts, each with the way to more of it. */
export function SummaryFacts({ view }: { view: SummaryView }) {
  const language = useLanguage();
  const { t } = language;
  const { health, now } = view;
  const { lastRun } = health;
  return (
    <Card className="p-4">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 text-sm lg:grid-cols-4">
        <Fact name={t('admin.completeThrough')}>
          {health.completeThrough ? (
            <>
              <span className="font-medium">{formatInstant(health.completeThrough, health.zone, language)}</span>
              <Aside>
                {t('admin.zoneAgo', {
                  zone: health.zone,
                  ago: formatDistance(health.completeThrough, now, language),
                })}
              </Aside>
            </>
          ) : (
            <Badge tone={health.built ? 'neutral' : 'warning'}>
              {t(health.built ? 'admin.notKnown' : 'common.notBuilt')}
            </Badge>
          )}
        </Fact>
        <Fact name={t('admin.epochColumn')}>
          {health.epoch === null ? (
            nothing
          ) : (
            <Link href={`/admin/epochs/${health.epoch}`} className="text-primary hover:underline">
              {health.epoch}
            </Link>
          )}
          <Aside>
            <Link href={`/admin/epochs?summary=${health.name}`} className="text-primary hover:underline">
              {t('summaryPage.history')}
            </Link>
          </Aside>
        </Fact>
        <Fact name={t('admin.rows')}>{health.rows === null ? nothing : formatCount(health.rows, language)}</Fact>
        <Fact name={t('summaryPage.schedule')}>
          {health.schedule.paused ? t('schedules.paused') : scheduleWords(health.schedule, language)}
          <Aside>
            {health.nextRunAt && `${t('summaryPage.next', { when: formatDistance(health.nextRunAt, now, language) })} `}
            <Link href="/admin/schedules" className="text-primary hover:underline">
              {t('adminNav.schedules')}
            </Link>
          </Aside>
        </Fact>
        <Fact name={t('admin.lastRun')}>
          {lastRun ? (
            <span className="flex flex-wrap items-center gap-2">
              <Badge tone={toneOf(lastRun.state)}>{t(`state.${lastRun.state}`)}</Badge>
              <Link href={`/admin/runs/${lastRun.id}`} className="text-primary hover:underline">
                {t('run.title', { run: lastRun.id })}
              </Link>
              {!isActive(lastRun) && lastRun.finishedAt && (
                <span className="text-xs text-muted-foreground">
                  {formatDistance(lastRun.finishedAt, now, language)}
                </span>
              )}
            </span>
          ) : (
            t('admin.never')
          )}
        </Fact>
        <Fact name={t('run.checks')}>{health.checks ? <CheckCount tally={health.checks} /> : nothing}</Fact>
        <Fact name={t('summaryPage.pending')}>
          {health.pending === null ? nothing : formatCount(health.pending, language)}
        </Fact>
        <Fact name={t('adminNav.lineage')}>
          {health.upstream.length + health.downstream.length === 0 ? (
            <Link href="/admin/lineage" className="text-primary hover:underline">
              {t('summaryPage.lineage')}
            </Link>
          ) : (
            <>
              {health.upstream.length > 0 && <Names label={t('summaryPage.from')} names={health.upstream} />}
              {health.downstream.length > 0 && <Names label={t('summaryPage.makes')} names={health.downstream} />}
            </>
          )}
        </Fact>
      </dl>
      {view.sources.length > 0 && <SourceTiers sources={view.sources} />}
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted-foreground">{name}</dt>
      <dd className="mt-0.5 break-words">{children}</dd>
    </div>
  );
}

const Aside = ({ children }: { children: ReactNode }) => <p className="text-xs text-muted-foreground">{children}</p>;

function Names({ label, names }: { label: string; names: string[] }) {
  return (
    <p>
      <span className="text-muted-foreground">{label} </span>
      {names.map((name, place) => (
        <span key={name}>
          {place > 0 && ', '}
          <Link href={`/admin/summaries/${name}`} className="text-primary hover:underline">
            {name}
          </Link>
        </span>
      ))}
    </p>
  );
}
