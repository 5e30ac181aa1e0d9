import { sql } from 'kysely';
import { claimRun } from '#lib/refresh/run/claim.ts';
import type { Limits } from '#lib/refresh/run/context.ts';
import type { Engine } from '#lib/refresh/run/engine.ts';
import { type Fault, type FaultPoint, injectFault } from '#lib/refresh/run/fault-point.ts';
import { requeueLost } from '#lib/refresh/run/lost-runs.ts';
import { executeRun } from '#lib/refresh/run/run.ts';
import type { Shop } from '#lib/refresh/testing/shop.ts';
import type { Scenario } from './scenarios.ts';

export type RunEnd = { state: string; error: string | null; attempt: number };

/** How often a run may be taken up again before it counts as one that never ends. */
const mostAttempts = 12;

/** Queues the run of a scenario, and lets its first attempt die where the scenario says. */
export async function requestScenario(shop: Shop, scenario: Scenario): Promise<string> {
  const id = await scenario.request(shop);
  if (scenario.firstDies) {
    injectFault(onceAt(scenario.firstDies, () => cutConnection(shop)));
    await attempt(engineOf(shop, scenario.limits), id);
    injectFault(null);
  }
  return id;
}

/** Takes a run up again and again until it ends. Waiting times are let pass at once. */
export async function seeThrough(shop: Shop, id: string, limits?: Limits): Promise<RunEnd> {
  for (let taken = 0; taken < mostAttempts; taken++) {
    await attempt(engineOf(shop, limits), id);
    const run = await shop.engine.store
      .selectFrom('run')
      .select(['state', 'error', 'attempt', 'finished_at'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    if (run.finished_at) return { state: run.state, error: run.error, attempt: run.attempt };
  }
  throw new Error(`Run ${id} did not end in ${mostAttempts} attempts.`);
}

async function attempt(engine: Engine, id: string): Promise<void> {
  await sql`update summa_control.run set not_before = now() where id = ${id}`.execute(engine.store);
  await requeueLost(engine.store);
  const run = await claimRun(engine, id);
  if (run) await executeRun(engine, run, new AbortController().signal);
}

/** What a lease's end tells after its seconds, told at once: the process that held this run is dead. */
export async function endLease(shop: Shop, id: string): Promise<void> {
  await sql`update summa_control.run set lease_until = now() - interval '1 second' where id = ${id} and lease_until is not null`.execute(
    shop.engine.store,
  );
}

/** Ends the warehouse connections of all runs, and waits until they are gone. */
export async function cutConnection(shop: Shop): Promise<void> {
  const runs = `from pg_stat_activity where application_name like 'summa run %' and datname = current_database()`;
  await shop.pool.query(`select pg_terminate_backend(pid, 2000) ${runs}`);
}

/** Disturbs the first time the engine passes a point, never again. */
export function onceAt(point: FaultPoint, disturb: () => void | Promise<void>): Fault {
  let done = false;
  return async (passed) => {
    if (done || passed !== point) return;
    done = true;
    await disturb();
  };
}

function engineOf(shop: Shop, limits: Limits | undefined): Engine {
  return limits ? { ...shop.engine, limits } : shop.engine;
}
