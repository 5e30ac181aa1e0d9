import { sql } from 'kysely';
import { PersonError } from '#lib/problem.ts';
import type { RefreshMode, RunState, RunTask } from '#lib/refresh/overview-types.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { linksOf } from './links.ts';
import type { Refresh } from './schemas.ts';

type Row = {
  summary: string;
  mode: RefreshMode;
  task: RunTask;
  range_from: string | null;
  range_to: string | null;
  state: RunState;
  requested_by: string;
  reason: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  error: string | null;
  total: number | null;
  done: number;
  failed: number;
  opened: string;
  closed: string;
  first_epoch: number | null;
  last_epoch: number | null;
};

/** A run as the API tells it. */
export async function readRefresh(store: ControlStore, id: string): Promise<Refresh> {
  const { rows } = await sql<Row>`
    select r.summary, r.mode, r.task, r.range_from, r.range_to, r.state, r.requested_by, r.reason,
           r.created_at, r.started_at, r.finished_at, r.error,
           case when r.plan is null then null else u.total end as total,
           u.done, u.failed, u.opened, u.closed, u.first_epoch, u.last_epoch
      from summa_control.run r
      cross join lateral (
        select count(*)::int as total,
               count(*) filter (where state in ('published', 'unchanged'))::int as done,
               count(*) filter (where state in ('failed', 'quarantined'))::int as failed,
               coalesce(sum(rows_opened), 0)::text as opened, coalesce(sum(rows_closed), 0)::text as closed,
               min(epoch)::float8 as first_epoch, max(epoch)::float8 as last_epoch
          from summa_control.run_unit where run = r.id) u
     where r.id = ${id}`.execute(store);
  const row = rows[0];
  if (!row) throw noSuchRun(id);
  return {
    id,
    status: row.state,
    ended: row.finished_at !== null,
    summary: row.summary,
    mode: row.mode,
    range: row.range_from && row.range_to ? { from: row.range_from, to: row.range_to } : null,
    task: row.task,
    requestedBy: row.requested_by,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    units: { total: row.total, done: row.done, failed: row.failed },
    rows: { opened: row.opened, closed: row.closed },
    epochs: row.first_epoch === null || row.last_epoch === null ? null : { from: row.first_epoch, to: row.last_epoch },
    error: row.error,
    links: linksOf(id),
  };
}

export function noSuchRun(id: string): PersonError {
  return new PersonError({
    found: `There is no refresh ${id}.`,
    expected: 'The id that POST /api/v1/refreshes answered.',
    todo: 'Correct the address.',
    status: 404,
  });
}
