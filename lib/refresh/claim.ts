import { sql } from 'kysely';
import type { ControlStore } from '#lib/store/connect.ts';
import { writing } from '#lib/store/tables/runs.ts';
import { chainHeads } from './chain.ts';
import type { Engine } from './engine.ts';
import type { RefreshMode, RunState, RunTask } from './overview-types.ts';
import type { Days, RefreshPlan } from './plan.ts';

/** A run this process holds the lease of. */
export type ClaimedRun = {
  id: string;
  chain: string;
  summary: string;
  mode: RefreshMode;
  range: Days | null;
  allowEmpty: boolean;
  requestedBy: string;
  reason: string | null;
  task: RunTask;
  /** What the task is about: `{ epoch }` of a roll-back, `{ quarantine }` of a build that is published anyway. */
  taskInput: Record<string, unknown> | null;
  plan: RefreshPlan | null;
  attempt: number;
  losses: number;
  fence: string;
};

/** So many times a run may lose its process before it is given up. */
export const mostLosses = 5;

/** Takes the next run that waits and whose chain nobody writes, with a fencing number above all earlier ones. */
export async function claimRun(
  { store, worker, lease, registry }: Pick<Engine, 'store' | 'worker' | 'lease' | 'registry'>,
  only?: string,
): Promise<ClaimedRun | null> {
  // A process of another version may have queued a chain that this one does not know.
  const chains = chainHeads(registry).map((head) => head.name);
  const { rows } = await sql<ClaimRow>`
    update summa_control.run as r
       set state = 'planning', attempt = attempt + 1, fence = nextval('summa_control.run_fence'), worker = ${worker},
           lease_until = now() + ${lease.seconds} * interval '1 second', started_at = coalesce(started_at, now())
     where r.id = (
       select id from summa_control.run q
        where q.state = 'queued' and q.not_before <= now() and not q.cancel_requested
          and q.chain = any(${chains}::text[])
          and (${only ?? null}::bigint is null or q.id = ${only ?? null}::bigint)
          and not exists (
            select from summa_control.run w
             where w.chain = q.chain and w.state in ('planning', 'building', 'checking', 'publishing'))
        order by q.attempt > 0 desc, q.id
        limit 1 for update skip locked)
    returning id::text as id, chain, summary, mode, range_from, range_to, allow_empty, requested_by, reason, task,
      task_input, plan, attempt, losses,
      fence::text as fence`
    .execute(store)
    .catch((error: unknown) => {
      // Somebody else claimed a run of the same chain in the same moment.
      if ((error as { code?: string }).code === '23505') return { rows: [] };
      throw error;
    });
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    chain: row.chain,
    summary: row.summary,
    mode: row.mode,
    range: row.range_from && row.range_to ? { from: row.range_from, to: row.range_to } : null,
    allowEmpty: row.allow_empty,
    requestedBy: row.requested_by,
    reason: row.reason,
    task: row.task,
    taskInput: row.task_input,
    plan: row.plan,
    attempt: row.attempt,
    losses: row.losses,
    fence: row.fence,
  };
}

type ClaimRow = {
  id: string;
  chain: string;
  summary: string;
  mode: RefreshMode;
  range_from: string | null;
  range_to: string | null;
  allow_empty: boolean;
  requested_by: string;
  reason: string | null;
  task: RunTask;
  task_input: Record<string, unknown> | null;
  plan: RefreshPlan | null;
  attempt: number;
  losses: number;
  fence: string;
};

/** Renews a lease by the database's clock. `gone` when another attempt holds the run, `cancel` when somebody asked for that. */
export async function renewLease(
  { store, lease }: Pick<Engine, 'store' | 'lease'>,
  run: ClaimedRun,
): Promise<'held' | 'cancel' | 'gone'> {
  const { rows } = await sql<{ cancel: boolean }>`
    update summa_control.run set lease_until = now() + ${lease.seconds} * interval '1 second'
     where id = ${run.id} and fence = ${run.fence} and state in ('planning', 'building', 'checking', 'publishing')
    returning cancel_requested as cancel`.execute(store);
  const row = rows[0];
  return row ? (row.cancel ? 'cancel' : 'held') : 'gone';
}

/** Moves a run this process holds to another state. False when it does not hold it any more. */
export async function moveRun(
  store: ControlStore,
  run: ClaimedRun,
  state: RunState,
  set: { error?: string | null; plan?: RefreshPlan } = {},
): Promise<boolean> {
  const held = ['planning', 'building', 'checking', 'publishing'].includes(state);
  const { numUpdatedRows } = await store
    .updateTable('run')
    .set({
      state,
      ...(set.error === undefined ? {} : { error: set.error }),
      ...(set.plan ? { plan: JSON.stringify(set.plan) } : {}),
      ...(held ? {} : { lease_until: null, worker: null }),
      ...(held || state === 'queued' ? {} : { finished_at: sql<string>`now()` }),
    })
    .where('id', '=', run.id)
    .where('fence', '=', run.fence)
    .where('state', 'in', writing)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Gives a run back: after a stop at once, after a lost connection later each time, and every 5 s while there is none. */
export async function requeueRun(
  store: ControlStore,
  run: ClaimedRun,
  why: 'stopped' | 'lost' | 'unreachable',
  error: string | null,
): Promise<void> {
  const seconds = { stopped: sql`0`, lost: sql`least(30, power(2, losses))`, unreachable: sql`5` }[why];
  await store
    .updateTable('run')
    .set({
      state: 'queued',
      worker: null,
      lease_until: null,
      error,
      losses: why === 'lost' ? sql<number>`losses + 1` : sql<number>`losses`,
      not_before: sql<string>`now() + ${seconds} * interval '1 second'`,
    })
    .where('id', '=', run.id)
    .where('fence', '=', run.fence)
    .where('state', 'in', writing)
    .execute();
}

/** Queues again every run whose lease has ended: its process is dead, stopped or cut off. Returns their ids. */
export async function requeueLost(store: ControlStore): Promise<string[]> {
  const lost = await sql<{ id: string; attempt: number; worker: string | null }>`
    update summa_control.run set state = 'lost', losses = losses + 1
     where state in ('planning', 'building', 'checking', 'publishing') and lease_until < now()
    returning id::text as id, attempt, worker`.execute(store);
  for (const { id, attempt, worker } of lost.rows) {
    await logRun(store, id, attempt, `The lease ended: ${worker ?? 'the worker'} did not renew it.`);
  }
  // In two steps, for a process that dies in between leaves a state that says what happened and is picked up here.
  const again = await sql<{ id: string }>`
    update summa_control.run set state = 'queued', worker = null, lease_until = null
     where state = 'lost' returning id::text as id`.execute(store);
  return again.rows.map((row) => row.id);
}

/** Writes a line to a run's log. */
export async function logRun(store: ControlStore, run: string, attempt: number, line: string): Promise<void> {
  await store.insertInto('run_log').values({ run, attempt, line }).execute();
}
