import { setTimeout as sleep } from 'node:timers/promises';
import { DefinitionError } from '#lib/definition/problem.ts';
import { findSummary, type Registry, sourcesOf } from '#lib/definition/registry.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import { chainHeads, readChain } from '../plan/chain.ts';
import { registerVersions } from '../publish/version.ts';
import { awaitsReview } from '../quarantine/review.ts';
import { type ClaimedRun, claimRun } from './claim.ts';
import { createEngine, type Engine, type EngineEnvironment } from './engine.ts';
import { requeueLost } from './lost-runs.ts';
import { outnumberWarehouse } from './outnumber.ts';
import { requestRefresh } from './request.ts';
import { executeRun } from './run.ts';

type Given = {
  registry: Registry;
  environment: EngineEnvironment;
  log: (line: string) => void;
};

/**
 * Builds every summary that was never built, whose definition has changed, or whose last run failed, and refreshes those
 * whose source was declared closed or open since, through runs like any other: a worker that is alive may take one first,
 * and then this waits for it. Throws when one could not be built, after trying all.
 */
export async function buildMissing({ registry, environment, log }: Given): Promise<void> {
  const engine = createEngine({ registry, environment, log, worker: `first build ${process.pid}` });
  await outnumberWarehouse(engine);
  const problems: string[] = [];
  for (const head of chainHeads(registry)) {
    const error = await buildChain(engine, head.name).catch((thrown: unknown) =>
      String((thrown as Error).message ?? thrown),
    );
    if (error !== null) problems.push(`${head.name}: ${error}`);
  }
  if (problems.length > 0) {
    throw new Error(`Some summaries could not be built. ${problems.join(' ')}`);
  }
}

/** Requests the runs that {@link buildMissing} would wait for. */
export async function requestMissing(engine: Engine): Promise<void> {
  for (const head of chainHeads(engine.registry)) {
    const names = await missingIn(engine, head.name).catch((error: unknown) => {
      // Its definition or its tables are not right just now; whoever refreshes it is told how.
      engine.log(error instanceof Error ? error.message : String(error));
      return [];
    });
    const reason = names.length > 0 ? changed : await reasonToRefresh(engine, head.name);
    if (reason === null) continue;
    const needs = engine.versions.get(head.name)?.fingerprint ?? null;
    await requestRefresh(engine.store, engine.registry, { summary: head.name, requestedBy: 'start', reason, needs });
  }
}

const changed = 'never built with this definition';

async function buildChain(engine: Engine, head: string): Promise<string | null> {
  const names = await missingIn(engine, head).catch((error: unknown) => {
    // Its run fails with the same words, and that is where an admin looks for them.
    if (error instanceof DefinitionError) return null;
    throw error;
  });
  const stale = names?.length === 0 ? await reasonToRefresh(engine, head) : null;
  if (names?.length === 0 && stale === null) return null;
  if (names && names.length > 0) engine.log(`${names.join(', ')}: building`);
  const reason = stale ?? (names ? changed : 'its sources do not fit its definition');
  for (let built = 1; ; built++) {
    const { id } = await requestRefresh(engine.store, engine.registry, {
      summary: head,
      requestedBy: 'start',
      reason,
      needs: engine.versions.get(head)?.fingerprint ?? null,
    });
    const error = await runToItsEnd(engine, id);
    if (error !== null || reason !== changed || !(await isStillMissing(engine, head))) return error;
    if (built >= mostBuilds)
      return 'a worker with other definitions took its runs. Stop that worker, then start again.';
    engine.log(`${head}: a worker with the definitions of before took the run; it is requested again`);
  }
}

/** How often a build is requested that a worker of another version takes and finds nothing to do in. */
const mostBuilds = 10;

/** Whether a run that ended well built nothing of a changed definition, for another reason than that a review is waited for. */
async function isStillMissing(engine: Engine, head: string): Promise<boolean> {
  if ((await missingIn(engine, head)).length === 0) return false;
  const pool = warehousePool('jobs', engine.environment.warehouseUrl);
  const chain = await readChain(pool, engine.registry, head);
  return (await awaitsReview(pool, engine.environment.schema, chain)) === null;
}

/** Why a chain whose rows are built should be refreshed at start all the same. */
async function reasonToRefresh(engine: Engine, head: string): Promise<string | null> {
  if (await lastRunFailed(engine, head)) return 'the last run did not succeed';
  if (await watermarkChanged(engine, head)) return 'a source is declared closed, or no longer';
  return null;
}

/** Whether what a closed source says of completeness, or an open one, is not what the last run went by. */
async function watermarkChanged({ registry, environment }: Engine, head: string): Promise<boolean> {
  const summary = findSummary(registry, head);
  const pool = warehousePool('jobs', environment.warehouseUrl);
  const { rows } = await pool.query<{ source: string; closed: boolean }>(
    `select source, coalesce(through >= '9999-12-31', false) as closed from ${inSchema(environment.schema, '_watermark')}`,
  );
  const known = new Map(rows.map((row) => [row.source, row.closed]));
  return (summary ? sourcesOf(summary) : []).some(
    ({ name, watermark }) => known.has(name) && known.get(name) !== (watermark === 'closed'),
  );
}

/** What was wrong with it may have been mended meanwhile. */
async function lastRunFailed({ store }: Engine, head: string): Promise<boolean> {
  const newest = await store
    .selectFrom('run')
    .select('state')
    .where('chain', '=', head)
    .where('finished_at', 'is not', null)
    .where('state', '<>', 'cancelled')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return newest !== undefined && newest.state !== 'succeeded';
}

async function missingIn(engine: Engine, head: string): Promise<string[]> {
  const pool = warehousePool('jobs', engine.environment.warehouseUrl);
  const chain = await readChain(pool, engine.registry, head);
  await registerVersions(pool, engine.environment.schema, chain, engine.versions);
  const { epoch } = await latestEpoch(pool, engine.environment.schema);
  const served = await generationsAt(pool, engine.environment.schema, epoch);
  return chain.members.flatMap(({ definition, plan }) =>
    served.get(definition.name)?.fingerprint === plan.fingerprint ? [] : [definition.name],
  );
}

/** Executes a run here, or waits for whoever has it. Returns its error, or null when all went well. */
export async function runToItsEnd(
  engine: Engine,
  id: string,
  stop: AbortSignal = new AbortController().signal,
): Promise<string | null> {
  for (;;) {
    await requeueLost(engine.store);
    const run = await claimWithBlocker(engine, id);
    if (run) await executeRun(engine, run, stop);
    const end = await endOf(engine.store, id);
    if (end.finished) return end.error;
    if (stop.aborted) return 'stopped before its end; it is queued again.';
    if (!run) await sleep(300);
  }
}

/** The run, or the one it waits for: with no worker alive, one that was interrupted would be waited for in vain. */
async function claimWithBlocker(engine: Engine, id: string): Promise<ClaimedRun | null> {
  const seen = new Set<string>();
  for (let next: string | null = id; next && !seen.has(next); ) {
    const run = await claimRun(engine, next);
    if (run) return run;
    seen.add(next);
    const row: { waits_for: string | null } | undefined = await engine.store
      .selectFrom('run')
      .select('waits_for')
      .where('id', '=', next)
      .executeTakeFirst();
    next = row?.waits_for ?? null;
  }
  return null;
}

async function endOf(store: ControlStore, id: string): Promise<{ finished: boolean; error: string | null }> {
  const run = await store
    .selectFrom('run')
    .select(['state', 'error', 'finished_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { finished: run.finished_at !== null, error: run.state === 'succeeded' ? null : (run.error ?? run.state) };
}
