import { sql } from 'kysely';
import { findSummary, type Registry } from '#lib/definition/registry.ts';
import { redact } from '#lib/server/redact.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { applicationName } from '../run/take-over.ts';
import { readRuns } from './run-rows.ts';
import type { KnownOfRun, LogLine, RunDetail, UnitDetail } from './run-types.ts';
import { readUnits } from './run-units.ts';

const shownLines = 500;
/** Runs whose units tell how long one takes. */
const pacingRuns = 5;
const longestStatement = 20_000;

/** Everything about one run, or only what is new since `known`; null when there is no such run. */
export async function runDetail(
  store: ControlStore,
  warehouse: Queryable,
  registry: Registry,
  id: string,
  known: KnownOfRun | null = null,
): Promise<RunDetail | null> {
  const [runs, facts, units, log] = await Promise.all([
    readRuns(store, sql`where r.id = ${id}::bigint`),
    readFacts(store, id),
    readUnits(store, id, known?.changedAt ?? null),
    readLog(store, id, known?.log ?? null),
  ]);
  const run = runs[0];
  if (!run || !facts) return null;
  const going = run.finishedAt === null;
  const zone = findSummary(registry, run.summary)?.zone ?? 'UTC';
  return {
    ...facts,
    run,
    zone,
    pace: going && facts.plan ? await readPace(store, run.chain, id, facts.plan.kind) : null,
    statement: going ? await readStatement(warehouse, id, facts.attempt) : null,
    ...units,
    log: log.slice(0, shownLines).reverse(),
    logCut: log.length > shownLines,
  };
}

/** What was measured of one unit; null when there is no such unit. */
export async function unitDetail(store: ControlStore, run: string, unit: string): Promise<UnitDetail | null> {
  const { rows } = await sql<UnitDetail>`
    select checks, coalesce(definition_diff, '[]') as definition
      from summa_control.run_unit where run = ${run}::bigint and unit = ${unit}`.execute(store);
  const row = rows[0];
  if (!row) return null;
  // Kept before checks could only warn, every check blocked.
  return { ...row, checks: row.checks.map((check) => ({ ...check, severity: check.severity ?? 'block' })) };
}

type Facts = Pick<
  RunDetail,
  'now' | 'plan' | 'attempt' | 'losses' | 'worker' | 'waitsFor' | 'cancelledBy' | 'retriedBy'
>;

async function readFacts(store: ControlStore, id: string): Promise<Facts | null> {
  const { rows } = await sql<Omit<Facts, 'now'> & { now: Date }>`
    select now() as now, attempt, losses, worker, waits_for::text as "waitsFor", cancelled_by as "cancelledBy",
           case when plan is not null then jsonb_strip_nulls(jsonb_build_object('kind', plan ->> 'kind', 'why', plan ->> 'why',
             'because', plan -> 'because')) end as plan,
           (select max(again.id)::text from summa_control.run again where again.retry_of = r.id) as "retriedBy"
      from summa_control.run r where id = ${id}::bigint`.execute(store);
  const row = rows[0];
  return row ? { ...row, now: row.now.toISOString() } : null;
}

/** The newest lines first, one more than are shown. */
async function readLog(store: ControlStore, id: string, after: string | null): Promise<LogLine[]> {
  const { rows } = await sql<Omit<LogLine, 'at'> & { at: Date }>`
    select id::text as id, attempt, at, line from summa_control.run_log
     where run = ${id}::bigint and id > ${after ?? '0'}::bigint
     order by run_log.id desc limit ${shownLines + 1}`.execute(store);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

async function readPace(store: ControlStore, chain: string, id: string, kind: string): Promise<RunDetail['pace']> {
  const { rows } = await sql<{ seconds: number | null; runs: number }>`
    select avg(extract(epoch from u.finished_at - u.started_at))::float8 as seconds, count(distinct u.run)::int as runs
      from (select id from summa_control.run
             where chain = ${chain} and id < ${id}::bigint and state in ('succeeded', 'partial')
               and plan ->> 'kind' = ${kind}
             order by id desc limit ${pacingRuns}) r
      join summa_control.run_unit u on u.run = r.id
     where u.started_at is not null and u.finished_at is not null`.execute(store);
  const row = rows[0];
  return row && row.seconds !== null ? { secondsPerUnit: row.seconds, runs: row.runs } : null;
}

/** What the run's own connection executes: read by the role of the engine, for other roles may not see its statements. */
async function readStatement(warehouse: Queryable, id: string, attempt: number): Promise<RunDetail['statement']> {
  if (engineDialect(warehouse).name === 'redshift') return null;
  const { rows } = await warehouse.query<{ sql: string; since: string }>(
    `select left(query, $2) as sql, to_char(query_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since
       from pg_stat_activity
      where application_name = $1 and state = 'active' and datname = current_database()`,
    [applicationName(id, attempt), longestStatement],
  );
  const row = rows[0];
  return row ? { sql: redact(row.sql), since: row.since } : null;
}
