import { hostname } from 'node:os';
import type { Registry } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { chainHeads, readChain } from '../plan/chain.ts';
import { registerVersions } from '../publish/version.ts';
import { keepClearing } from '../retention/keep-clearing.ts';
import { claimRun } from '../run/claim.ts';
import type { Limits } from '../run/context.ts';
import { createEngine, type Engine, type EngineEnvironment, type LeaseTimes } from '../run/engine.ts';
import { requestMissing } from '../run/first-build.ts';
import { requeueLost } from '../run/lost-runs.ts';
import { outnumberWarehouse } from '../run/outnumber.ts';
import { executeRun } from '../run/run.ts';
import { settleCancelled } from '../run/settle-cancelled.ts';
import { requestDue } from '../schedule/request-due.ts';
import { storeSchedules } from '../schedule/store-schedules.ts';
import { startBell } from './bell.ts';
import { requestIfChanged } from './changed-tables.ts';
import { oneAtATime } from './one-at-a-time.ts';

export type Worker = { stop: () => Promise<void> };

type Given = {
  registry: Registry;
  environment: EngineEnvironment;
  log?: (line: string) => void;
  limits?: Limits;
  lease?: LeaseTimes;
  /** Runs at once, in all workers together; `SUMMA_REFRESH_CONCURRENCY` where it is not given. */
  concurrency?: number;
  /** How often the worker looks for due, lost and waiting runs when nobody wakes it. */
  beatMs?: number;
  /** Requests at the start what was never built with the definitions this worker has. */
  buildMissing?: boolean;
  /** Feeds the demo's shop each minute. */
  demo?: boolean;
};

/** Refreshes summaries until it is stopped. Any number of workers may run; the same days of a chain are written by one of them at a time. */
export async function startWorker(given: Given): Promise<Worker> {
  const { beatMs = 1_000, demo = process.env.SUMMA_DEMO === '1' } = given;
  const engine = createEngine({
    registry: given.registry,
    environment: given.environment,
    worker: `${hostname()} ${process.pid}`,
    log: given.log ?? ((line) => console.log(line)),
    ...(given.limits ? { limits: given.limits } : {}),
    ...(given.lease ? { lease: given.lease } : {}),
    ...(given.concurrency ? { concurrency: given.concurrency } : {}),
  });
  const stop = new AbortController();
  const working = new Set<Promise<void>>();
  await outnumberWarehouse(engine);
  await registerAll(engine);
  await storeSchedules(engine.store, engine.registry);
  if (given.buildMissing) await requestMissing(engine);

  const claimAll = async () => {
    while (!stop.signal.aborted && working.size < engine.concurrency) {
      const run = await claimRun(engine);
      if (!run) return;
      const work: Promise<void> = executeRun(engine, run, stop.signal).finally(() => {
        working.delete(work);
        look();
      });
      working.add(work);
    }
  };
  const watching = new Set<string>();
  // In the background, for it counts the rows of tables that may be large or locked by whoever builds them.
  const watch = async (head: SummaryDefinition) => {
    if (watching.has(head.name)) return;
    watching.add(head.name);
    requestIfChanged(engine, head)
      .catch((error) => engine.log(`${head.name}: its tables could not be looked at: ${String(error)}`))
      .finally(() => watching.delete(head.name));
  };
  const settleThem = oneAtATime(
    () => settleCancelled(engine),
    () => {
      // A warehouse that is away: the next beat tries again.
    },
  );
  const beat = async () => {
    await requeueLost(engine.store);
    settleThem();
    await requestDue(engine.store, engine.registry, watch);
    await claimAll();
  };
  const look = oneAtATime(beat, (error) => engine.log(`The worker could not look for work: ${String(error)}`));
  const queue = await startBell(engine, look);
  const clearing = keepClearing(engine);
  const timers = [setInterval(look, beatMs), ...(demo ? [feedDemo(engine)] : [])];
  look();

  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      stop.abort();
      await Promise.all([queue.stop(), clearing.stop(), ...working]);
      await Promise.all([look.settled(), settleThem.settled()]);
    },
  };
}

/** Brings this process's definitions before any run, so that older code knows itself outranked at once. */
async function registerAll(engine: Engine): Promise<void> {
  const client = await warehousePool('jobs', engine.environment.warehouseUrl).connect();
  try {
    // A raw table that is being replaced must not keep the worker from starting; its run asks again.
    const { lockTimeouts } = engineDialect(client);
    if (lockTimeouts) await client.query(`set lock_timeout = '5s'`);
    for (const head of chainHeads(engine.registry)) {
      try {
        const chain = await readChain(client, engine.registry, head.name);
        await registerVersions(client, engine.environment.schema, chain, engine.versions);
      } catch (error) {
        // A run of it will fail with the same words; the other chains go on.
        engine.log(error instanceof Error ? error.message : String(error));
      }
    }
    if (lockTimeouts) await client.query('reset lock_timeout');
  } finally {
    client.release();
  }
}

function feedDemo(engine: Engine): NodeJS.Timeout {
  const pool = warehousePool('jobs', engine.environment.warehouseUrl);
  const feed = oneAtATime(
    async () => {
      const { feedTick } = await import('#lib/demo/feed.ts');
      await feedTick({ pool, now: new Date() });
    },
    (error) => engine.log(`The demo could not be fed: ${String(error)}`),
  );
  feed();
  return setInterval(feed, 60_000);
}
