import { buildGeneration } from '../build/build-generation.ts';
import { refreshUnit, type UnitOutcome } from '../build/refresh-unit.ts';
import type { PlannedUnit, RefreshPlan } from '../plan/plan.ts';
import { publishQuarantined } from '../quarantine/publish-anyway.ts';
import { settlePublished } from '../quarantine/settle-published.ts';
import { rollBackUnit } from '../roll-back/roll-back.ts';
import type { ClaimedRun } from './claim.ts';
import { CheckFailure, MovedMeanwhile, type RunContext, Superseded } from './context.ts';
import type { Engine } from './engine.ts';
import type { Lease } from './lease.ts';
import { isTriedAgain } from './retry.ts';
import { runError } from './run-error.ts';
import { recordBegin, recordDefinition, recordFailure, recordProgress, recordUnit } from './run-records.ts';
import { runStep } from './run-step.ts';
import { reconcile } from './take-over.ts';

/** How often a unit is built again because another publish came between. */
const mostRebuilds = 5;

/** What came of a run's units: the first problem, and whether somebody ended it between two of them. */
export type UnitsEnd = { problem: string | null; cancelled: boolean };

/** Works on every unit that is not done. Throws what ends the attempt but not the run. */
export async function runUnits(
  engine: Engine,
  run: ClaimedRun,
  plan: RefreshPlan,
  context: RunContext,
  lease: Pick<Lease, 'ended' | 'mayGoOn'>,
): Promise<UnitsEnd> {
  const { store, environment } = engine;
  const units = await store
    .selectFrom('run_unit')
    .select(['unit', 'ordinal', 'state'])
    .where('run', '=', run.id)
    .orderBy('ordinal')
    .execute();
  let problem: string | null = null;
  for (const { unit, ordinal, state } of units) {
    const planned = plan.units.find((each) => each.unit === unit);
    if (!planned || state === 'published' || state === 'unchanged') continue;
    if (!(await lease.mayGoOn())) return { problem, cancelled: true };
    if (lease.ended()) throw new Superseded('This attempt has ended.');
    try {
      await recordBegin(store, run.id, unit);
      const outcome = await buildAndPublish(plan, planned, ordinal, withProgress(store, run.id, unit, context));
      await runStep('record unit', () => recordUnit(store, run.id, unit, outcome));
      run.failures = 0;
      await context.say(outcomeText(unit, outcome));
    } catch (error) {
      if (error instanceof Superseded || isTriedAgain(error, run)) throw error;
      // An attempt that lost the run says nothing of its units any more, nor one that was cancelled.
      await lease.mayGoOn();
      if (lease.ended()) throw error;
      const words = runError(error, environment.warehouseUrl);
      problem ??= words;
      // It is published all the same where what failed came after the commit.
      await reconcile(context.client, store, context.schema, run.id);
      await settlePublished(context.client, context.schema);
      await runStep('record failure', () => recordFailure(store, run.id, unit, error, words));
      const kept = error instanceof CheckFailure && error.quarantine ? ` Kept as quarantine ${error.quarantine}.` : '';
      await context.say(`${unit} was not published: ${words}${kept}`);
      // A bad build says nothing of the other units; any other failure would meet them too.
      if (!(error instanceof CheckFailure)) break;
    }
  }
  return { problem, cancelled: false };
}

function withProgress(store: Engine['store'], run: string, unit: string, context: RunContext): RunContext {
  let rows = 0;
  return {
    ...context,
    progress: async (built) => {
      rows += built.rows;
      // What a page shows must not end a build.
      await recordProgress(store, run, unit, rows).catch(() => {});
    },
    tellDefinition: (diffs) => recordDefinition(store, run, unit, diffs),
  };
}

async function buildAndPublish(plan: RefreshPlan, unit: PlannedUnit, ordinal: number, context: RunContext) {
  for (let built = 1; ; built++) {
    try {
      switch (plan.kind) {
        case 'full':
          return await buildGeneration(context, unit);
        case 'incremental':
          return await refreshUnit(context, unit, ordinal);
        case 'roll back':
          return await rollBackUnit(context, unit, ordinal);
        case 'publish anyway':
          return await publishQuarantined(context, unit);
      }
    } catch (error) {
      if (!(error instanceof MovedMeanwhile) || built >= mostRebuilds) throw error;
      await context.say(`${unit.unit} is built again: ${error.message}`);
    }
  }
}

function outcomeText(unit: string, { epoch, milliseconds, opened, closed, quarantine }: UnitOutcome): string {
  if (quarantine) return `${unit}: built, and waits for a review as quarantine ${quarantine}.`;
  if (epoch === null) return `${unit}: nothing has changed.`;
  return `${unit}: published at epoch ${epoch} in ${milliseconds} ms, ${opened} rows opened and ${closed} closed.`;
}
