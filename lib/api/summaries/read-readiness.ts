import { findSummary, headOf, type Registry } from '#lib/definition/registry.ts';
import type { Environment } from '#lib/environment.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { pendingPartitions } from '#lib/refresh/late/pending.ts';
import { failedDays } from '#lib/refresh/plan/make-plan.ts';
import { step } from '#lib/refresh/plan/plan.ts';
import { afterAllRuns } from '#lib/refresh/preview/after-all-runs.ts';
import { allDays } from '#lib/refresh/preview/all-days.ts';
import { inWords, quickRead } from '#lib/refresh/preview/quick-read.ts';
import { heldDays } from '#lib/refresh/roll-back/hold.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { readinessOf } from './readiness.ts';
import type { Readiness } from './schemas.ts';
import { resolveThrough } from './through.ts';

/** Whether everything of a summary up to a moment is in and published. */
export async function readReadiness(
  store: ControlStore,
  registry: Registry,
  { warehouseUrl, schema }: Pick<Environment, 'warehouseUrl' | 'schema'>,
  asked: { summary: string; through: string },
): Promise<Readiness> {
  const summary = findSummary(registry, asked.summary);
  if (!summary) {
    const known = registry.summaries.map((each) => each.name).join(', ');
    throw new PersonError({ message: message('problem.noSummary', { name: asked.summary, known }), status: 404 });
  }
  const head = headOf(summary);
  const failed = await failedDays(store, head.name, afterAllRuns);
  return quickRead(warehouseUrl, async (db) => {
    const { epoch } = await latestEpoch(db, schema);
    const served = (await generationsAt(db, schema, epoch)).get(summary.name);
    const { by } = head.refresh;
    const stale = await pendingPartitions(db, schema, registry, head);
    return readinessOf({
      summary: summary.name,
      through: await resolveThrough(db, asked.through, summary.zone),
      completeThrough: served?.completeThrough ?? null,
      epoch: served?.changedAt ?? null,
      pending: by ? stale.map((from) => ({ from, to: step(by, from, 1) })) : [],
      failed,
      held: (await heldDays(db, schema, head.name)).map((days) => days ?? allDays),
    });
  }).catch((error: unknown) => Promise.reject(inWords(error, summary.name)));
}
