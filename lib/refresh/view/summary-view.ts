import { sql } from 'kysely';
import { partitionOf } from '#lib/compile/partition.ts';
import { findSummary, headOf, type Registry, withDownstream } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { type Environment, readEnvironment } from '#lib/environment.ts';
import { pageFailure } from '#lib/query/failure.ts';
import { type ControlStore, controlStore } from '#lib/store/connect.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { readFailure } from '#lib/warehouse/read-failure.ts';
import { pendingPartitions } from '../late/pending.ts';
import { sourceTiers } from '../late/source-tiers.ts';
import type { CheckView } from '../quarantine/quarantine-types.ts';
import { listHolds } from '../roll-back/hold.ts';
import { listSchedules } from '../schedule/list-schedules.ts';
import { healthOf, newestRuns, readTallies } from './health.ts';
import { readMarks } from './marks.ts';
import { readBuiltPartitions, readReach } from './partitions.ts';
import { readReviews } from './reviews.ts';
import { readRuns } from './run-rows.ts';
import { partitionStrip } from './strip.ts';
import type { SummaryView } from './summary-types.ts';
import { readTroubles, readWaitingBuilds } from './troubles.ts';

const shownRuns = 15;

/** Everything the page of one summary shows; null when there is no such summary. */
export async function summaryView(
  registry: Registry,
  name: string,
  environment: Pick<Environment, 'warehouseUrl' | 'warehouseReadUrl' | 'schema' | 'controlUrl'> = readEnvironment(),
): Promise<SummaryView | null> {
  const summary = findSummary(registry, name);
  if (!summary) return null;
  const { schema } = environment;
  const store = controlStore(environment.controlUrl);
  const pool = warehousePool('pages', environment.warehouseReadUrl);
  const { epoch } = await latestEpoch(pool, schema).catch((error: unknown) => {
    throw pageFailure(readFailure(error, environment.warehouseReadUrl));
  });
  const head = headOf(summary);
  // What captures changes stands beside the raw tables, which the role for pages need not see.
  const [
    served,
    runs,
    lastRuns,
    schedules,
    tallies,
    now,
    troubles,
    pending,
    quarantine,
    holds,
    sources,
    checks,
    reach,
  ] = await Promise.all([
    generationsAt(pool, schema, epoch),
    readRuns(store, sql`where r.chain = ${head.name} order by r.id desc limit ${shownRuns}`),
    readRuns(store, newestRuns),
    listSchedules(store, registry),
    readTallies(store),
    sql<{ now: Date }>`select now() as now`.execute(store),
    readTroubles(pool, schema),
    pendingPartitions(pool, schema, registry, head),
    readWaitingBuilds(pool, schema, head.name),
    listHolds(pool, schema),
    sourceTiers(warehousePool('jobs', environment.warehouseUrl), schema, summary),
    readChecks(store, head.name, name),
    readReach(pool, schema, head),
  ]);
  const held = holds.filter((hold) => hold.summary === head.name);
  const marks = await readMarks(store, head, { pending, quarantine, holds: held });
  const chain = withDownstream(registry, summary);
  const built = await readBuiltPartitions(
    pool,
    schema,
    chain.flatMap((each) => served.get(each.name)?.id ?? []),
  );
  const strips = chain.flatMap((each) => stripOf(each, built.get(each.name) ?? [], marks, reach));
  const jobs = () => warehousePool('jobs', environment.warehouseUrl);
  const facts = {
    served,
    lastRuns,
    schedules,
    tallies,
    troubles,
    pending: new Map([[head.name, pending.length]]),
    reviews: await readReviews(pool, jobs, schema, registry, served),
  };
  return {
    now: (now.rows[0]?.now ?? new Date()).toISOString(),
    epoch,
    health: healthOf(registry, summary, facts),
    strip: strips.find((strip) => strip.summary === name) ?? null,
    below: strips.filter((strip) => strip.summary !== name),
    sources,
    checks,
    runs,
    quarantine,
    holds: held,
  };
}

function stripOf(
  summary: SummaryDefinition,
  built: Parameters<typeof partitionStrip>[2],
  marks: Parameters<typeof partitionStrip>[3],
  reach: string | null,
) {
  const partition = partitionOf(summary);
  // A downstream summary reaches as far as what it is made from, of which nobody but its runs knows more.
  const strip = partition && partitionStrip(summary.name, partition.by, built, marks, summary.upstream ? null : reach);
  return strip ? [strip] : [];
}

/** What the checks of a summary last measured: those of the newest unit that was checked. */
async function readChecks(store: ControlStore, chain: string, summary: string): Promise<CheckView[]> {
  const { rows } = await sql<{ checks: CheckView[] }>`
    select u.checks from summa_control.run r join summa_control.run_unit u on u.run = r.id
     where r.chain = ${chain} and u.checks <> '[]'
     order by r.id desc, u.ordinal desc limit 1`.execute(store);
  const checks = rows[0]?.checks ?? [];
  return checks
    .filter((check) => check.summary === summary)
    .map((check) => ({ ...check, severity: check.severity ?? 'block' }));
}
