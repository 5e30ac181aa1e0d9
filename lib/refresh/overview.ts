import { sql } from 'kysely';
import { pageFailure } from '#lib/dashboard/failure.ts';
import { type Registry, withDownstream } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { type Environment, readEnvironment } from '#lib/environment.ts';
import { type ControlStore, controlStore } from '#lib/store/connect.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { readFailure } from '#lib/warehouse/read-failure.ts';
import type { AdminOverview, RunView, SummaryHealth } from './overview-types.ts';

const shownRuns = 50;

/** What the admin page shows: every summary with its state, and the newest runs. */
export async function adminOverview(
  registry: Registry,
  environment: Pick<Environment, 'warehouseReadUrl' | 'schema' | 'controlUrl'> = readEnvironment(),
): Promise<AdminOverview> {
  const store = controlStore(environment.controlUrl);
  const pool = warehousePool('pages', environment.warehouseReadUrl);
  const { epoch } = await latestEpoch(pool, environment.schema).catch((error: unknown) => {
    throw pageFailure(readFailure(error, environment.warehouseReadUrl));
  });
  const [served, runs, last, schedules, now] = await Promise.all([
    generationsAt(pool, environment.schema, epoch),
    readRuns(store, sql`order by r.id desc limit ${shownRuns}`),
    readRuns(store, sql`where r.id in (select max(id) from summa_control.run group by chain)`),
    store.selectFrom('schedule').selectAll().execute(),
    sql<{ now: Date }>`select now() as now`.execute(store),
  ]);
  const summaries = registry.summaries.map((summary): SummaryHealth => {
    const generation = served.get(summary.name);
    const upstream = upstreamOf(summary);
    const head = upstream[0] ?? summary.name;
    return {
      name: summary.name,
      topic: summary.topic,
      description: summary.description,
      zone: summary.zone,
      partitionBy: summary.refresh.by ?? null,
      built: generation !== undefined,
      completeThrough: generation?.completeThrough ?? null,
      epoch: generation?.changedAt ?? null,
      rows: generation?.rows ?? null,
      every: summary.refresh.every,
      nextRunAt: schedules.find((schedule) => schedule.summary === head)?.next_at.toISOString() ?? null,
      lastRun: last.find((run) => run.chain === head)?.view ?? null,
      upstream,
      downstream: withDownstream(registry, summary)
        .map((each) => each.name)
        .filter((name) => name !== summary.name),
    };
  });
  return {
    epoch,
    now: (now.rows[0]?.now ?? new Date()).toISOString(),
    summaries,
    runs: runs.map((run) => run.view),
  };
}

/** The summaries a summary is made from, the head first. */
function upstreamOf(summary: SummaryDefinition): string[] {
  return summary.upstream ? [...upstreamOf(summary.upstream), summary.upstream.name] : [];
}

type RunRow = {
  id: string;
  chain: string;
  summary: string;
  mode: RunView['mode'];
  range_from: string | null;
  range_to: string | null;
  state: RunView['state'];
  requested_by: string;
  reason: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  error: string | null;
  done: number;
  total: number | null;
  opened: string;
  closed: string;
  first_epoch: number | null;
  last_epoch: number | null;
};

async function readRuns(
  store: ControlStore,
  which: ReturnType<typeof sql>,
): Promise<{ chain: string; view: RunView }[]> {
  const { rows } = await sql<RunRow>`
    select r.id::text as id, r.chain, r.summary, r.mode, r.range_from, r.range_to, r.state, r.requested_by, r.reason,
           r.created_at, r.started_at, r.finished_at, r.error, u.done,
           case when r.plan is null then null else u.total end as total,
           u.opened, u.closed, u.first_epoch, u.last_epoch
      from summa_control.run r
      cross join lateral (
        select count(*) filter (where state <> 'pending')::int as done, count(*)::int as total,
               coalesce(sum(rows_opened), 0)::text as opened, coalesce(sum(rows_closed), 0)::text as closed,
               min(epoch)::float8 as first_epoch, max(epoch)::float8 as last_epoch
          from summa_control.run_unit where run = r.id) u
      ${which}`.execute(store);
  return rows.map((row) => ({
    chain: row.chain,
    view: {
      id: row.id,
      summary: row.summary,
      mode: row.mode,
      range: row.range_from && row.range_to ? { from: row.range_from, to: row.range_to } : null,
      state: row.state,
      requestedBy: row.requested_by,
      reason: row.reason,
      createdAt: row.created_at.toISOString(),
      startedAt: row.started_at?.toISOString() ?? null,
      finishedAt: row.finished_at?.toISOString() ?? null,
      unitsDone: row.done,
      unitsTotal: row.total,
      rowsOpened: row.opened,
      rowsClosed: row.closed,
      epochs:
        row.first_epoch === null || row.last_epoch === null ? null : { from: row.first_epoch, to: row.last_epoch },
      error: row.error,
    },
  }));
}
