import type pg from 'pg';
import { redact } from '#lib/server/redact.ts';
import { openWarehouseClient, warehousePool } from '#lib/warehouse/connect.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import { replaceView } from '#lib/warehouse/view.ts';
import { settleLate } from '../late/settle-late.ts';
import { type Chain, readChain } from '../plan/chain.ts';
import { oneAfterAnother } from '../publish/one-after-another.ts';
import { registerVersions } from '../publish/version.ts';
import { vacuum } from '../retention/vacuum.ts';
import type { ClaimedRun } from './claim.ts';
import { type RunContext, Superseded } from './context.ts';
import type { Engine } from './engine.ts';
import { moveRun } from './held-run.ts';
import { holdLease, type Lease } from './lease.ts';
import { logRun } from './log-run.ts';
import { mostLosses } from './lost-runs.ts';
import { planAndLock } from './run-plan.ts';
import { runStep } from './run-step.ts';
import { runUnits } from './run-units.ts';
import { finish, settle } from './settle.ts';
import { applicationName, takeOver } from './take-over.ts';

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
  let client: pg.Client | null = null;
  let lease: Lease | null = null;
  try {
    client = await openWarehouseClient(environment.warehouseUrl, applicationName(run.id, run.attempt), {
      statementTimeout: '0',
      // A process that was stopped in the middle of a publish must not hold the counter for ever.
      more: '-c idle_in_transaction_session_timeout=60s -c work_mem=64MB',
    });
    const pid = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
    lease = holdLease(engine, run, pid, stop);
    await attemptRun(engine, run, client, lease, say);
  } catch (error) {
    await settle(engine, run, lease, client !== null, error, say).catch((settling: unknown) => {
      engine.log(
        `Run ${run.id}: its end could not be recorded, the next attempt will settle it: ${redact(String(settling))}`,
      );
    });
  } finally {
    lease?.release();
    await client?.end().catch(() => {});
  }
}

async function attemptRun(
  engine: Engine,
  run: ClaimedRun,
  client: pg.Client,
  lease: Lease,
  say: RunContext['say'],
): Promise<void> {
  const { store, environment, registry, versions } = engine;
  const { schema } = environment;
  const { published } = await takeOver(client, store, schema, run);
  if (run.attempt > 1 && run.plan) {
    await say(`Attempt ${run.attempt} goes on; ${published.length} units were published before.`);
  }
  if (run.losses >= mostLosses) {
    const problem = `The worker was lost ${run.losses} times. Look at its log, then refresh again.`;
    return finish(engine, run, { problem });
  }
  const chain = await readChain(client, registry, run.chain);
  await runStep('register versions', () => registerVersions(client, schema, chain, versions));
  await refuseOlderDefinition(engine, client, chain, run);
  const plan = await planAndLock(engine, run, client, chain, say);
  if (!plan) return;
  const context = contextOf(engine, run, client, chain, say);
  const end = await runUnits(engine, run, plan, context, lease);
  if (end.problem === null && !end.cancelled) {
    await runStep('settle late rows', () => settleLate(engine, context, plan));
  }
  // Always looked at, for a view that was in use at the last switch is still to be replaced.
  for (const { definition } of chain.members) {
    const served = await client.query(
      `select 1 from ${inSchema(schema, '_generation')} where summary = $1 and from_epoch is not null limit 1`,
      [definition.name],
    );
    if (served.rowCount) await runStep('replace view', () => replaceView(client, schema, definition.name, say));
  }
  await runStep('finish run', () => finish(engine, run, end));
  // On another connection, for this one ends with the lease.
  const pool = warehousePool('jobs', environment.warehouseUrl);
  for (const { definition } of chain.members) await vacuum(pool, schema, definition.name, 0).catch(() => {});
}

function contextOf(
  engine: Engine,
  run: ClaimedRun,
  client: pg.Client,
  chain: Chain,
  say: RunContext['say'],
): RunContext {
  return {
    client,
    schema: engine.environment.schema,
    chain,
    versions: engine.versions,
    run: run.id,
    attempt: run.attempt,
    fence: run.fence,
    who: run.requestedBy,
    reason: run.reason,
    allowEmpty: run.allowEmpty,
    say,
    limits: engine.limits,
    oneAfterAnother: oneAfterAnother(engine.store, engineDialect(client)),
    progress: async () => {},
    tellDefinition: async () => {},
    enter: async (state) => {
      if (!(await runStep(`enter ${state}`, () => moveRun(engine.store, run, state))))
        throw new Superseded('The lease of this run is held by another attempt.');
    },
  };
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
