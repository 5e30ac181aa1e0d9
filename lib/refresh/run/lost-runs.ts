import { sql } from 'kysely';
import type { ControlStore } from '#lib/store/connect.ts';
import { cancelledWords } from './cancel.ts';
import { logRun } from './log-run.ts';

/** So many times a run may lose its process before it is given up. */
export const mostLosses = 5;

type LostRun = { id: string; attempt: number; worker: string | null; state: string };

/**
 * Queues again every run whose lease has ended: its process is dead, stopped or cut off. One that was to be cancelled ends
 * instead; what it had published is read from the warehouse afterwards. Returns the ids of the queued ones.
 */
export async function requeueLost(store: ControlStore): Promise<string[]> {
  // Asked to end while it was on its way back into the queue.
  await sql`
    update summa_control.run
       set state = 'cancelled', error = ${cancelledWords}, finished_at = now(), settle = attempt > 0
     where state = 'queued' and cancel_requested`.execute(store);
  const lost = await sql<LostRun>`
    update summa_control.run r
       set state = case when cancel_requested then 'cancelled' else 'lost' end, losses = losses + 1,
           settle = cancel_requested, lease_until = null, worker = null,
           error = case when cancel_requested then ${cancelledWords} else error end,
           finished_at = case when cancel_requested then now() end
      from (select id, worker from summa_control.run
             where state in ('planning', 'building', 'checking', 'publishing') and lease_until < now()
               for update skip locked) as dead
     where r.id = dead.id
    returning r.id::text as id, r.attempt, dead.worker, r.state`.execute(store);
  for (const { id, attempt, worker, state } of lost.rows) {
    const then = state === 'cancelled' ? ' It was to be cancelled, so it ends here.' : '';
    await logRun(store, id, attempt, `The lease ended: ${worker ?? 'the worker'} did not renew it.${then}`);
  }
  // In two steps, for a process that dies in between leaves a state that says what happened and is picked up here.
  const again = await sql<{ id: string }>`
    update summa_control.run set state = 'queued' where state = 'lost' returning id::text as id`.execute(store);
  return again.rows.map((row) => row.id);
}
