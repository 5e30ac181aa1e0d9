import { type RawBuilder, sql } from 'kysely';
import type { ControlStore } from '#lib/store/connect.ts';
import type { CancelHow, RunView } from './overview-types.ts';

type RunRow = {
  id: string;
  chain: string;
  summary: string;
  task: RunView['task'];
  mode: RunView['mode'];
  range_from: string | null;
  range_to: string | null;
  state: RunView['state'];
  requested_by: string;
  reason: string | null;
  retry_of: string | null;
  cancel: CancelHow | null;
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

/** Runs with what became of their units, in one statement; `which` is what follows `from run r`. */
export async function readRuns(store: ControlStore, which: RawBuilder<unknown>): Promise<RunView[]> {
  // The units are counted after `which` has chosen: counting first would read those of every run there ever was.
  const { rows } = await sql<RunRow>`
    select r.id::text as id, r.chain, r.summary, r.task, r.mode, r.range_from, r.range_to, r.state, r.requested_by,
           r.reason, r.retry_of::text as retry_of,
           case when r.cancel_requested and r.finished_at is null then coalesce(r.cancel_how, 'now') end as cancel,
           r.created_at, r.started_at, r.finished_at, r.error, u.done,
           case when r.planned then u.total end as total, u.opened, u.closed, u.first_epoch, u.last_epoch
      from (select r.id, r.chain, r.summary, r.task, r.mode, r.range_from, r.range_to, r.state, r.requested_by, r.reason,
                   r.retry_of, r.cancel_requested, r.cancel_how, r.created_at, r.started_at, r.finished_at, r.error,
                   r.plan is not null as planned
              from summa_control.run r ${which}) r
      cross join lateral (
        select count(*) filter (where state not in ('pending', 'building'))::int as done, count(*)::int as total,
               coalesce(sum(rows_opened), 0)::text as opened, coalesce(sum(rows_closed), 0)::text as closed,
               min(epoch)::float8 as first_epoch, max(epoch)::float8 as last_epoch
          from summa_control.run_unit where run = r.id) u
     order by r.id desc`.execute(store);
  return rows.map(runView);
}

function runView(row: RunRow): RunView {
  return {
    id: row.id,
    chain: row.chain,
    summary: row.summary,
    task: row.task,
    mode: row.mode,
    range: row.range_from && row.range_to ? { from: row.range_from, to: row.range_to } : null,
    state: row.state,
    requestedBy: row.requested_by,
    reason: row.reason,
    retryOf: row.retry_of,
    cancel: row.cancel,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    unitsDone: row.done,
    unitsTotal: row.total,
    rowsOpened: row.opened,
    rowsClosed: row.closed,
    epochs: row.first_epoch === null || row.last_epoch === null ? null : { from: row.first_epoch, to: row.last_epoch },
    error: row.error,
  };
}
