import { sql } from 'kysely';
import type { ControlStore } from '#lib/store/connect.ts';
import { writing } from '#lib/store/tables/runs.ts';
import type { CancelHow, RunState } from '../view/overview-types.ts';
import type { ClaimedRun } from './claim.ts';
import type { Engine } from './engine.ts';

/** Renews a lease by the database's clock. `gone` when another attempt holds the run, else what somebody has asked of it. */
export async function renewLease(
  { store, lease }: Pick<Engine, 'store' | 'lease'>,
  run: Pick<ClaimedRun, 'id' | 'fence'>,
): Promise<'held' | 'gone' | CancelHow> {
  const { rows } = await sql<{ cancel: CancelHow | null }>`
    update summa_control.run set lease_until = now() + ${lease.seconds} * interval '1 second'
     where id = ${run.id} and fence = ${run.fence} and state in ('planning', 'building', 'checking', 'publishing')
    returning case when cancel_requested then coalesce(cancel_how, 'now') end as cancel`.execute(store);
  const row = rows[0];
  return row ? (row.cancel ?? 'held') : 'gone';
}

/** Moves a run this process holds to another state. False when it does not hold it any more. */
export async function moveRun(
  store: ControlStore,
  run: Pick<ClaimedRun, 'id' | 'fence'>,
  state: RunState,
  set: { error?: string | null; settle?: boolean } = {},
): Promise<boolean> {
  const held = (writing as readonly RunState[]).includes(state);
  const { numUpdatedRows } = await store
    .updateTable('run')
    .set({
      state,
      ...(set.error === undefined ? {} : { error: set.error }),
      ...(set.settle === undefined ? {} : { settle: set.settle }),
      ...(held ? {} : { lease_until: null, worker: null }),
      ...(held || state === 'queued' ? {} : { finished_at: sql<string>`now()` }),
    })
    .where('id', '=', run.id)
    .where('fence', '=', run.fence)
    .where('state', 'in', writing)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Why and how a run is given back. */
export type Requeue = {
  error: string | null;
  /** How long nobody takes it up. */
  seconds: number;
  losses?: number;
  failures?: number;
  waitsFor?: string;
};

/** Gives a run back to the queue; with its frozen plan, when it has one. False when it is not held any more. */
export async function requeueRun(
  store: ControlStore,
  run: Pick<ClaimedRun, 'id' | 'fence' | 'losses' | 'failures'>,
  { error, seconds, losses = run.losses, failures = run.failures, waitsFor }: Requeue,
): Promise<boolean> {
  const { numUpdatedRows } = await store
    .updateTable('run')
    .set({
      state: 'queued',
      worker: null,
      lease_until: null,
      error,
      losses,
      failures,
      waits_for: waitsFor ?? null,
      not_before: sql<string>`now() + ${seconds} * interval '1 second'`,
    })
    .where('id', '=', run.id)
    .where('fence', '=', run.fence)
    .where('state', 'in', writing)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
