import { sql } from 'kysely';
import pg from 'pg';
import { redact } from '#lib/server/redact.ts';
import { connectionConfig, sessionOptions } from '#lib/warehouse/connect.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import { replaceView } from '#lib/warehouse/view.ts';
import { buildGeneration } from './build-generation.ts';
import { type Chain, readChain } from './chain.ts';
import { type ClaimedRun, logRun, mostLosses, moveRun, requeueRun } from './claim.ts';
import { CheckFailure, MovedMeanwhile, type RunContext, Superseded } from './context.ts';
import type { Engine } from './engine.ts';
import { faultPoint } from './fault-point.ts';
import { settleLate } from './late/settle-late.ts';
import { holdLease, type Lease } from './lease.ts';
import { makePlan } from './make-plan.ts';
import type { PlannedUnit, RefreshPlan } from './plan.ts';
import { planPublishAnyway, publishQuarantined } from './quarantine/publish-anyway.ts';
import { refreshUnit, type UnitOutcome } from './refresh-unit.ts';
import { planRollBack, rollBackUnit } from './roll-back/roll-back.ts';
import { runError } from './run-error.ts';
import { runStep } from './run-step.ts';
import { applicationName, reconcile, takeOver } from './take-over.ts';
import { isTransient } from './transient.ts';
import { registerVersions } from './version.ts';

/** How often a unit is built again because another publish came between. */
const mostRebuilds = 5;

/**
 * Executes one attempt of a claimed run to its end, or until it loses its lease, is cancelled or told to stop. Never
 * throws: whatever happens is in the run's state and log, or, when this process is cut off, left to the next attempt.
 */
export async function executeRun(engine: Engine, run: ClaimedRun, stop: AbortSignal): Promise<void> {
  const { environment, store } = engine;
  const say = async (line: string) => {
    engine.log(`Run ${run.id} (${run.summary}): ${line}`);
    await logRun(store, run.id, run.attempt, redact(line)).catch(() => {});
  };
  const client = new pg.Client({
    ...connectionConfig(
      environment.warehouseUrl,
      applicationName(run.id, run.attempt),
      // A process that was stopped in the middle of a publish must not hold the counter for ever.
      `${sessionOptions({ statementTimeout: '0', readOnly: false })} -c idle_in_transaction_session_timeout=60s -c work_mem=64MB`,
    ),
  });
  client.on('error', () => {});
  let lease: Lease | null = null;
  let connected = false;
  try {
    await client.connect();
    connected = true;
    const pid = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
    lease = holdLease(engine, run, pid, stop);
    await attemptRun(engine, run, client, say);
  } catch (error) {
    await settle(engine, run, lease, connected, error, say).catch((settling: unknown) => {
      engine.log(
        `Run ${run.id}: its end could not be recorded, the next attempt will settle it: ${redact(String(settling))}`,
      );
    });
  } finally {
    lease?.release();
    await client.end().catch(() => {});
  }
}

async function attemptRun(engine: Engine, run: ClaimedRun, client: pg.Client, say: RunContext['say']): Promise<void> {
  const { store, environment, registry, versions } = engine;
  const { schema } = environment;
  const { published } = await takeOver(client, store, schema, run);
  if (run.attempt > 1) await say(`Attempt ${run.attempt} goes on; ${published.length} units were published before.`);
  if (run.losses >= mostLosses) {
    await finish(engine, run, `The worker was lost ${run.losses} times. Look at its log, then refresh again.`);
    return;
  }
  const chain = await readChain(client, registry, run.chain);
  await runStep('register versions', () => registerVersions(client, schema, chain, versions));
  await refuseOlderDefinition(engine, client, chain, run);
  const plan = run.plan ?? (await freezePlan(engine, run, await planOf(engine, client, chain, run), say));
  const changed = chain.members.find(
    ({ definition, plan: now }) => plan.fingerprints[definition.name] !== now.fingerprint,
  );
  if (changed) {
    throw new Error(
      `The definition of ${changed.definition.name} has changed since this run was planned. Expected the one it was planned ` +
        'with. Refresh again to plan with the new one.',
    );
  }
  const context: RunContext = {
    client,
    schema,
    chain,
    versions,
    run: run.id,
    attempt: run.attempt,
    fence: run.fence,
    who: run.requestedBy,
    reason: run.reason,
    allowEmpty: run.allowEmpty,
    say,
    limits: engine.limits,
    enter: async (state) => {
      if (!(await runStep(`enter ${state}`, () => moveRun(store, run, state))))
        throw new Superseded('The lease of this run is held by another attempt.');
    },
  };
  const problem = await runUnits(engine, run, plan, context);
  if (problem === null) await runStep('settle late rows', () => settleLate(context, registry, plan));
  // Always looked at, for a view that was in use at the last switch is still to be replaced.
  for (const { definition } of chain.members) {
    const served = await client.query(
      `select from ${inSchema(schema, '_generation')} where summary = $1 and from_epoch is not null limit 1`,
      [definition.name],
    );
    if (served.rowCount) await runStep('replace view', () => replaceView(client, schema, definition.name, say));
  }
  await runStep('finish run', () => finish(engine, run, problem));
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

async function runUnits(
  engine: Engine,
  run: ClaimedRun,
  plan: RefreshPlan,
  context: RunContext,
): Promise<string | null> {
  const units = await engine.store
    .selectFrom('run_unit')
    .select(['unit', 'ordinal', 'state'])
    .where('run', '=', run.id)
    .orderBy('ordinal')
    .execute();
  let problem: string | null = null;
  for (const { unit, ordinal, state } of units) {
    const planned = plan.units.find((each) => each.unit === unit);
    if (!planned || state === 'published' || state === 'unchanged') continue;
    try {
      const outcome = await buildAndPublish(plan, planned, ordinal, context);
      await runStep('record unit', () => recordUnit(engine, run, unit, outcome));
      await context.say(outcomeText(unit, outcome));
    } catch (error) {
      if (isTransient(error) || error instanceof Superseded) throw error;
      problem ??= runError(error, engine.environment.warehouseUrl);
      // It is published all the same where what failed came after the commit.
      await reconcile(context.client, engine.store, context.schema, run.id);
      await runStep('record failure', () => recordFailure(engine, run, unit, error));
      await context.say(`${unit} was not published: ${runError(error, engine.environment.warehouseUrl)}`);
      // A bad build says nothing of the other units; any other failure would meet them too.
      if (!(error instanceof CheckFailure)) break;
    }
  }
  return problem;
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
          return await publishQuarantined(context, unit, ordinal);
      }
    } catch (error) {
      if (!(error instanceof MovedMeanwhile) || built >= mostRebuilds) throw error;
      await context.say(`${unit.unit} is built again: ${error.message}`);
    }
  }
}

function outcomeText(unit: string, { epoch, milliseconds, opened, closed }: UnitOutcome): string {
  if (epoch === null) return `${unit}: nothing has changed.`;
  return `${unit}: published at epoch ${epoch} in ${milliseconds} ms, ${opened} rows opened and ${closed} closed.`;
}

async function freezePlan(engine: Engine, run: ClaimedRun, plan: RefreshPlan, say: RunContext['say']) {
  await faultPoint('before freeze plan');
  await engine.store.transaction().execute(async (transaction) => {
    if (!(await moveRun(transaction, run, 'planning', { plan }))) {
      throw new Superseded('The lease of this run is held by another attempt.');
    }
    for (const [ordinal, { unit, days }] of plan.units.entries()) {
      await transaction
        .insertInto('run_unit')
        .values({ run: run.id, ordinal, unit, range_from: days?.from ?? null, range_to: days?.to ?? null })
        .execute();
    }
  });
  await faultPoint('after freeze plan');
  await say(`Planned ${plan.units.length} ${plan.kind} units: ${plan.why}.`);
  return plan;
}

/** Newer code may have published this chain. The others stay this process's business until it is restarted. */
async function refuseOlderDefinition(
  { environment, versions }: Engine,
  client: pg.Client,
  chain: Chain,
  run: ClaimedRun,
) {
  const { epoch } = await latestEpoch(client, environment.schema);
  const served = await generationsAt(client, environment.schema, epoch);
  for (const { definition } of chain.members) {
    const { name } = definition;
    const generation = served.get(name);
    const version = versions.get(name)?.version;
    if (!generation || version === undefined) continue;
    const { rows } = await client.query<{ newer: boolean }>(
      `select version > $2 as newer from ${inSchema(environment.schema, '_generation')} where id = $1`,
      [generation.id, version],
    );
    if (rows[0]?.newer) {
      throw new Superseded(
        `${name} is served by a newer definition than this process has, so run ${run.id} published nothing. Restart this ` +
          'process with the newest code.',
      );
    }
  }
}

async function recordUnit(engine: Engine, run: ClaimedRun, unit: string, outcome: UnitOutcome): Promise<void> {
  await engine.store
    .updateTable('run_unit')
    .set({
      state: outcome.epoch === null ? 'unchanged' : 'published',
      epoch: outcome.epoch === null ? null : String(outcome.epoch),
      rows_opened: String(outcome.opened),
      rows_closed: String(outcome.closed),
      checks: JSON.stringify(outcome.checks),
      error: null,
      changed_at: sql<string>`now()`,
    })
    .where('run', '=', run.id)
    .where('unit', '=', unit)
    .execute();
}

async function recordFailure(engine: Engine, run: ClaimedRun, unit: string, error: unknown): Promise<void> {
  await engine.store
    .updateTable('run_unit')
    .set({
      state: 'failed',
      checks: JSON.stringify(error instanceof CheckFailure ? error.checks : []),
      error: runError(error, engine.environment.warehouseUrl),
      changed_at: sql<string>`now()`,
    })
    .where('run', '=', run.id)
    .where('unit', '=', unit)
    .where('state', '<>', 'published')
    .execute();
}

/** Ends a run by what became of its units. */
async function finish(engine: Engine, run: ClaimedRun, problem: string | null): Promise<void> {
  const { published } = await engine.store
    .selectFrom('run_unit')
    .select(({ fn }) => fn.countAll<string>().filterWhere('state', 'in', ['published', 'unchanged']).as('published'))
    .where('run', '=', run.id)
    .executeTakeFirstOrThrow();
  const state = problem === null ? 'succeeded' : published === '0' ? 'failed' : 'partial';
  await moveRun(engine.store, run, state, { error: problem });
}

/** Settles an attempt that was cut short. */
async function settle(
  engine: Engine,
  run: ClaimedRun,
  lease: Lease | null,
  connected: boolean,
  error: unknown,
  say: RunContext['say'],
): Promise<void> {
  const ended = lease?.ended() ?? null;
  const words = runError(error, engine.environment.warehouseUrl);
  if (ended === 'gone') return;
  if (ended === 'stop') {
    await requeueRun(engine.store, run, 'stopped', null);
    await say('The worker was stopped; the run goes on in another.');
  } else if (ended === 'cancel') {
    await reconcileLate(engine, run);
    await moveRun(engine.store, run, 'cancelled', { error: 'Cancelled on request.' });
    await say('Cancelled on request.');
  } else if (isTransient(error)) {
    // A warehouse that cannot be reached says nothing against the run: it waits for it without being given up.
    await requeueRun(engine.store, run, connected ? 'lost' : 'unreachable', words);
    await say(`Interrupted, and queued again: ${words}`);
  } else if (error instanceof Superseded) {
    await moveRun(engine.store, run, 'cancelled', { error: error.message });
    await say(error.message);
  } else {
    await say(words);
    await finish(engine, run, words);
  }
}

async function reconcileLate(engine: Engine, run: ClaimedRun): Promise<void> {
  const { warehousePool } = await import('#lib/warehouse/connect.ts');
  await reconcile(
    warehousePool('jobs', engine.environment.warehouseUrl),
    engine.store,
    engine.environment.schema,
    run.id,
  ).catch(() => {});
}
