import Link from 'next/link';
import type { ReactNode } from 'react';
import { addDays, formatDayRange, formatDuration, formatInstant } from '#components/format/date.ts';
import { nothing } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Card } from '#components/ui/card.tsx';
import type { RunDetail } from '#lib/refresh/view/run-types.ts';
import { whyWords } from '../plan-words.ts';
import { changeWords, progressWords, reasonWords, requesterWords, runDuration, taskWords } from '../run-words.ts';

/** Who asked for a run and why, what was planned, and what came of it. */
export function RunFacts({ detail }: { detail: RunDetail }) {
  const language = useLanguage();
  const { t } = language;
  const { run, zone, plan, now } = detail;
  const took = runDuration(run, now);
  const moment = (at: string | null) => (at === null ? nothing : formatInstant(at, zone, language));
  return (
    <Card className="p-4">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 text-sm lg:grid-cols-4">
        <Fact name={t('admin.summary')}>
          <Link href={`/admin/summaries/${run.summary}`} className="text-primary hover:underline">
            {run.summary}
          </Link>
          {run.chain !== run.summary && <Aside>{t('run.withChain', { chain: run.chain })}</Aside>}
        </Fact>
        <Fact name={t('run.what')}>
          {taskWords(run, language)}
          {run.range && (
            <Aside>
              {formatDayRange(run.range.from, addDays(run.range.to, -1), language)}, {zone}
            </Aside>
          )}
        </Fact>
        <Fact name={t('runs.requestedBy')}>
          {requesterWords(run.requestedBy, language)}
          {run.reason && <Aside>{reasonWords(run.reason, language)}</Aside>}
        </Fact>
        <Fact name={t('run.plan')}>
          {plan ? progressWords(run, language) : t('run.noPlan')}
          {plan && <Aside>{whyWords(plan, language)}</Aside>}
        </Fact>
        <Fact name={t('run.asked')}>
          {moment(run.createdAt)}
          <Aside>{zone}</Aside>
        </Fact>
        <Fact name={t('runs.started')}>
          {moment(run.startedAt)}
          {detail.attempt > 1 && <Aside>{t('run.attempts', { count: detail.attempt, losses: detail.losses })}</Aside>}
        </Fact>
        <Fact name={t('run.ended')}>
          {moment(run.finishedAt)}
          {took !== null && <Aside>{t('run.took', { duration: formatDuration(took, language) })}</Aside>}
          {detail.cancelledBy && <Aside>{t('run.cancelledBy', { who: detail.cancelledBy })}</Aside>}
        </Fact>
        <Fact name={t('runs.changed')}>
          {changeWords(run, language)}
          {run.epochs && (
            <Aside>
              <Epochs from={run.epochs.from} to={run.epochs.to} />
            </Aside>
          )}
        </Fact>
        {run.retryOf && (
          <Fact name={t('run.retryOf')}>
            <RunLink run={run.retryOf} />
          </Fact>
        )}
        {detail.retriedBy && (
          <Fact name={t('run.retriedBy')}>
            <RunLink run={detail.retriedBy} />
          </Fact>
        )}
        {detail.worker && <Fact name={t('run.worker')}>{detail.worker}</Fact>}
      </dl>
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

function RunLink({ run }: { run: string }) {
  const { t } = useLanguage();
  return (
    <Link href={`/admin/runs/${run}`} className="text-primary hover:underline">
      {t('run.title', { run })}
    </Link>
  );
}

function Epochs({ from, to }: { from: number; to: number }) {
  const { t } = useLanguage();
  const link = (epoch: number) => (
    <Link key={epoch} href={`/admin/epochs/${epoch}`} className="text-primary hover:underline">
      {t('admin.epoch', { epoch: String(epoch) })}
    </Link>
  );
  return from === to ? (
    link(from)
  ) : (
    <>
      {link(from)} – {link(to)}
    </>
  );
}
