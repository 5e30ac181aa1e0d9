import { sql } from 'kysely';
import { findSummary, headOf, type Registry } from '#lib/definition/registry.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { readRuns } from './run-rows.ts';
import type { RunFilter, RunsPage, RunsStart } from './runs-types.ts';

const pageSize = 200;
const mostRequesters = 200;

/** The newest runs that pass a filter, older than `before`; a page is found by its key, so the thousandth costs what the first does. */
export async function runsPage(
  store: ControlStore,
  registry: Registry,
  filter: RunFilter,
  before: string | null,
): Promise<RunsPage> {
  const older = before === null ? sql`true` : sql`r.id < ${before}::bigint`;
  const [runs, now] = await Promise.all([
    readRuns(store, sql`where ${older} and ${passes(registry, filter)} order by r.id desc limit ${pageSize}`),
    sql<{ now: Date }>`select now() as now`.execute(store),
  ]);
  return {
    now: (now.rows[0]?.now ?? new Date()).toISOString(),
    runs,
    next: runs.length === pageSize ? (runs.at(-1)?.id ?? null) : null,
  };
}

/** What the page of all runs begins with. */
export async function runsStart(store: ControlStore, registry: Registry, filter: RunFilter): Promise<RunsStart> {
  const [first, counted, requesters] = await Promise.all([
    runsPage(store, registry, filter, null),
    sql<{ total: number }>`
      select count(*)::int as total from summa_control.run r where ${passes(registry, filter)}`.execute(store),
    sql<{ who: string }>`
      select distinct requested_by as who from summa_control.run order by 1 limit ${mostRequesters}`.execute(store),
  ]);
  return {
    ...first,
    total: counted.rows[0]?.total ?? 0,
    summaries: registry.summaries.map((summary) => summary.name),
    requesters: requesters.rows.map((row) => row.who),
  };
}

function passes(registry: Registry, { summary, outcome, who, task, from, to }: RunFilter) {
  const conditions = [sql`true`];
  if (summary !== null) {
    const defined = findSummary(registry, summary);
    // A summary that is no longer defined still has its runs.
    const chain = defined ? headOf(defined).name : summary;
    conditions.push(sql`(r.chain = ${chain} or r.summary = ${summary})`);
  }
  if (outcome === 'active') conditions.push(sql`r.finished_at is null`);
  else if (outcome !== null) conditions.push(sql`r.state = ${outcome}`);
  if (who !== null) conditions.push(sql`r.requested_by = ${who}`);
  if (task !== null) conditions.push(sql`r.task = ${task}`);
  if (from !== null) conditions.push(sql`r.created_at >= ${from}::timestamp at time zone 'UTC'`);
  if (to !== null) conditions.push(sql`r.created_at < (${to}::timestamp + interval '1 day') at time zone 'UTC'`);
  return sql.join(conditions, sql` and `);
}
