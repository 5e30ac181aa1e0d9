import type pg from 'pg';
import { shortTransaction } from '#lib/store/short-transaction.ts';
import { writing } from '#lib/store/tables/runs.ts';
import type { Chain } from '../plan/chain.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Days, RefreshPlan } from '../plan/plan.ts';
import { planLine } from '../plan/plan-line.ts';
import { planPublishAnyway } from '../quarantine/publish-anyway.ts';
import { planRollBack } from '../roll-back/roll-back.ts';
import type { ClaimedRun } from './claim.ts';
import { type RunContext, Superseded } from './context.ts';
import type { Engine } from './engine.ts';
import { faultPoint } from './fault-point.ts';
import { requeueRun } from './held-run.ts';
import { blockerOf, lockDays, takeTurn, turnOf } from './lock.ts';
import { lockedDays } from './lock-days.ts';
import { addUnits } from './run-records.ts';

type Freezing = { is: 'frozen' } | { is: 'out of date' } | { is: 'waits'; run: string };

/**
 * The plan of a run, frozen together with the lock of every day it writes. Null when another run writes some of them: then
 * the run waits in the queue for that one, without a plan if it had none, for the other may do what this one would plan.
 */
export async function planAndLock(
  engine: Engine,
  run: ClaimedRun,
  client: pg.Client,
  chain: Chain,
  say: RunContext['say'],
): Promise<RefreshPlan | null> {
  for (;;) {
    const turn = await turnOf(engine.store, run.chain);
    const plan = run.plan ?? (await planOf(engine, client, chain, run));
    refuseOtherDefinitions(chain, plan);
    await faultPoint('before freeze plan');
    const freezing = await freeze(engine, run, plan, lockedDays(chain.members, plan), turn);
    await faultPoint('after freeze plan');
    if (freezing.is === 'frozen') {
      if (!run.plan) await say(planLine(plan));
      return plan;
    }
    if (freezing.is === 'waits') {
      await say(`Waits for run ${freezing.run}, which writes some of the same days.`);
      return null;
    }
  }
}

async function planOf({ store, environment }: Engine, client: pg.Client, chain: Chain, run: ClaimedRun) {
  switch (run.task) {
    case 'refresh':
      return makePlan(client, store, environment.schema, chain, run);
    case 'roll back':
      return planRollBack(client, environment.schema, chain, run);
    case 'publish anyway':
      return planPublishAnyway(client, environment.schema, chain, run);
  }
}

function refuseOtherDefinitions(chain: Chain, plan: RefreshPlan): void {
  const changed = chain.members.find(
    ({ definition, plan: now }) => plan.fingerprints[definition.name] !== now.fingerprint,
  );
  if (!changed) return;
  throw new Error(
    `The definition of ${changed.definition.name} has changed since this run was planned. Expected the one it was planned ` +
      'with. Refresh again to plan with the new one.',
  );
}

async function freeze(
  { store }: Engine,
  run: ClaimedRun,
  plan: RefreshPlan,
  days: Days[] | null,
  turn: string,
): Promise<Freezing> {
  return shortTransaction(store, async (transaction): Promise<Freezing> => {
    // The run before its chain: whoever ends a run takes the two in this order.
    const mine = await transaction
      .selectFrom('run')
      .select('id')
      .where('id', '=', run.id)
      .where('fence', '=', run.fence)
      .where('state', 'in', writing)
      .forUpdate()
      .executeTakeFirst();
    if (!mine) throw new Superseded('The lease of this run is held by another attempt.');
    const now = await takeTurn(transaction, run.chain);
    if (!run.plan && now !== turn) return { is: 'out of date' };
    const blocker = await blockerOf(transaction, run, days);
    if (blocker !== null) {
      const error = `Waits for run ${blocker}, which writes some of the same days.`;
      await requeueRun(transaction, run, { error, seconds: 0, waitsFor: blocker });
      await lockDays(transaction, run, days, false);
      return { is: 'waits', run: blocker };
    }
    await lockDays(transaction, run, days, true);
    if (!run.plan) await addUnits(transaction, run.id, plan);
    return { is: 'frozen' };
  });
}
