import { sql } from 'kysely';
import type { ControlStore } from '#lib/store/connect.ts';
import type { UnitView } from './run-types.ts';

type UnitRow = Omit<UnitView, 'range' | 'startedAt' | 'finishedAt'> & {
  range_from: string | null;
  range_to: string | null;
  started_at: Date | null;
  finished_at: Date | null;
  moved_at: string;
};

/** The units of a run with what their checks came to; with `since`, those that have changed from about then on. */
export async function readUnits(
  store: ControlStore,
  run: string,
  since: string | null,
): Promise<{ units: UnitView[]; changedAt: string | null }> {
  const moved = sql`greatest(u.changed_at, u.started_at, u.finished_at)`;
  const isoText = sql`to_char(${moved} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  // A change that was committed late is read twice rather than never.
  const news = since === null ? sql`true` : sql`${moved} >= ${since}::timestamptz - interval '2 seconds'`;
  const { rows } = await sql<UnitRow>`
    select u.unit, u.ordinal, u.range_from, u.range_to, u.state, u.epoch::float8 as epoch, u.rows_opened::text as opened,
           u.rows_closed::text as closed, u.built_rows::text as built, u.started_at, u.finished_at, u.error,
           u.quarantine::text as quarantine, ${isoText} as moved_at, c.passed, c.warned, c.blocked
      from summa_control.run_unit u
      cross join lateral (
        select count(*) filter (where passed)::int as passed,
               count(*) filter (where not passed and severity = 'warn')::int as warned,
               count(*) filter (where not passed and severity <> 'warn')::int as blocked
          from (select (c ->> 'passed')::boolean as passed, coalesce(c ->> 'severity', 'block') as severity
                  from jsonb_array_elements(u.checks) c) as c) as c
     where u.run = ${run}::bigint and ${news}
     order by u.ordinal`.execute(store);
  const moments = rows.map((row) => row.moved_at);
  return {
    units: rows.map(({ range_from, range_to, started_at, finished_at, moved_at: _, ...unit }) => ({
      ...unit,
      range: range_from && range_to ? { from: range_from, to: range_to } : null,
      startedAt: started_at?.toISOString() ?? null,
      finishedAt: finished_at?.toISOString() ?? null,
    })),
    changedAt: moments.sort().at(-1) ?? since,
  };
}
