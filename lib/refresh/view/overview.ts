import { sql } from 'kysely';
import type { Registry } from '#lib/definition/registry.ts';
import { type Environment, readEnvironment } from '#lib/environment.ts';
import { pageFailure } from '#lib/query/failure.ts';
import { controlStore } from '#lib/store/connect.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { readFailure } from '#lib/warehouse/read-failure.ts';
import { listSchedules } from '../schedule/list-schedules.ts';
import { healthOf, newestRuns, readTallies } from './health.ts';
import type { AdminOverview } from './overview-types.ts';
import { readPendingCounts } from './pending.ts';
import { readReviews } from './reviews.ts';
import { readRuns } from './run-rows.ts';
import { readTroubles } from './troubles.ts';

/** The page of all runs has the others. */
const shownRuns = 20;

/** What the admin page shows: every summary with its state, and the newest runs. */
export async function adminOverview(
  registry: Registry,
  environment: Pick<Environment, 'warehouseUrl' | 'warehouseReadUrl' | 'schema' | 'controlUrl'> = readEnvironment(),
): Promise<AdminOverview> {
  const store = controlStore(environment.controlUrl);
  const pool = warehousePool('pages', environment.warehouseReadUrl);
  const { epoch } = await latestEpoch(pool, environment.schema).catch((error: unknown) => {
    throw pageFailure(readFailure(error, environment.warehouseReadUrl));
  });
  const [served, runs, lastRuns, schedules, tallies, now, troubles, pending] = await Promise.all([
    generationsAt(pool, environment.schema, epoch),
    readRuns(store, sql`order by r.id desc limit ${shownRuns}`),
    readRuns(store, newestRuns),
    listSchedules(store, registry),
    readTallies(store),
    sql<{ now: Date }>`select now() as now`.execute(store),
    readTroubles(pool, environment.schema),
    readPendingCounts(pool, environment.schema, registry),
  ]);
  const jobs = () => warehousePool('jobs', environment.warehouseUrl);
  const reviews = await readReviews(pool, jobs, environment.schema, registry, served);
  const facts = { served, lastRuns, schedules, tallies, troubles, pending, reviews };
  return {
    epoch,
    now: (now.rows[0]?.now ?? new Date()).toISOString(),
    summaries: registry.summaries.map((summary) => healthOf(registry, summary, facts)),
    runs,
  };
}
