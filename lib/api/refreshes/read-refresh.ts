import { sql } from 'kysely';
import { PersonError } from '#lib/problem.ts';
import { readRuns } from '#lib/refresh/view/run-rows.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { linksOf } from './links.ts';
import type { Refresh } from './schemas.ts';

/** A run as the API tells it. */
export async function readRefresh(store: ControlStore, id: string): Promise<Refresh> {
  const [run] = await readRuns(store, sql`where r.id = ${id}::bigint`);
  if (!run) throw noSuchRun(id);
  const failed = await failedUnits(store, id);
  return {
    id,
    status: run.state,
    ended: run.finishedAt !== null,
    summary: run.summary,
    mode: run.mode,
    range: run.range,
    task: run.task,
    requestedBy: run.requestedBy,
    reason: run.reason,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    units: { total: run.unitsTotal, done: Math.max(0, run.unitsDone - failed), failed },
    rows: { opened: run.rowsOpened, closed: run.rowsClosed },
    epochs: run.epochs,
    error: run.error,
    links: linksOf(id),
  };
}

async function failedUnits(store: ControlStore, run: string): Promise<number> {
  const { failed } = await store
    .selectFrom('run_unit')
    .select(({ fn }) => fn.countAll<string>().as('failed'))
    .where('run', '=', run)
    .where('state', 'in', ['failed', 'quarantined'])
    .executeTakeFirstOrThrow();
  return Number(failed);
}

function noSuchRun(id: string): PersonError {
  return new PersonError({
    found: `There is no refresh ${id}.`,
    expected: 'The id that POST /api/v1/refreshes answered.',
    todo: 'Correct the address.',
    status: 404,
  });
}
