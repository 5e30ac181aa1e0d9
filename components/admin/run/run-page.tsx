'use client';

import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Banner } from '#components/ui/banner.tsx';
import type { RunDetail } from '#lib/refresh/view/run-types.ts';
import { isActive, toneOf } from '../run-words.ts';
import type { RunActions } from '../types.ts';
import { RetryButton } from './retry-button.tsx';
import { RunFacts } from './run-facts.tsx';
import { RunLog } from './run-log.tsx';
import { RunProgress } from './run-progress.tsx';
import { UnitFindings } from './unit-findings.tsx';
import { UnitsTable } from './units-table.tsx';
import { useRun } from './use-run.ts';

/** Everything about one run: who and why, the plan, the units with what was measured, and the log. */
export function RunPage({ initial, actions }: { initial: RunDetail; actions: RunActions }) {
  const { t } = useLanguage();
  const { data = initial, error } = useRun(initial.run.id, actions.read, initial);
  const { run, units } = data;
  const [only] = units;
  // Then its checks, further down, say the same in the reader's language.
  const saidByChecks = units.length === 1 && only?.state === 'quarantined' && only.error === run.error;
  return (
    <div className="flex flex-col gap-5">
      <div className="-mt-2 flex flex-wrap items-center gap-3">
        <Badge tone={toneOf(run.state)}>{t(`state.${run.state}`)}</Badge>
        <span className="ml-auto" />
        <RetryButton detail={data} retry={actions.retry} />
      </div>
      {error && <Banner tone="destructive">{t('admin.shownBefore', { problem: error.message })}</Banner>}
      {run.error && !isActive(run) && (
        <Banner tone={run.state === 'failed' ? 'destructive' : 'warning'}>
          <span className="whitespace-pre-wrap">{saidByChecks ? t('quarantine.checksFailed') : run.error}</span>
        </Banner>
      )}
      {isActive(run) && <RunProgress detail={data} actions={actions} />}
      <RunFacts detail={data} />
      {units.length > 1 && <UnitsTable detail={data} read={actions.unit} />}
      {units.length === 1 && only && (
        <div className="flex flex-col gap-2.5">
          <h2 className="text-base font-semibold">{t('run.checks')}</h2>
          <UnitFindings run={run.id} unit={only} read={actions.unit} />
        </div>
      )}
      <div className="flex flex-col gap-2.5">
        <h2 className="text-base font-semibold">{t('run.log')}</h2>
        <RunLog lines={data.log} cut={data.logCut} zone={data.zone} />
      </div>
    </div>
  );
}
