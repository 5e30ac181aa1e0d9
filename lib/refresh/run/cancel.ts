import { sql } from 'kysely';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { CancelHow } from '../view/overview-types.ts';
import { logRun } from './log-run.ts';
import { wake } from './request.ts';

/** SQL for what a cancelled run says. */
export const cancelledWords = sql<string>`concat('Cancelled by ', coalesce(cancelled_by, 'request'), '.')`;

/**
 * Asks that a run ends. One that waits, or whose worker is lost, ends at once; one that works within a few seconds, or
 * after its unit. What was published stays. Asking `now` overrules an earlier `after unit`, never the other way round.
 */
export async function cancelRun(
  store: ControlStore,
  id: string,
  how: CancelHow = 'now',
  who = 'command line',
): Promise<void> {
  // In one statement, for a process that dies between two would leave a run that nobody takes up and nobody ends.
  const { rows } = await sql<{ attempt: number }>`
    update summa_control.run as r
       set cancel_requested = true,
           cancel_how = case when r.cancel_how = 'now' then 'now' else ${how} end,
           cancelled_by = coalesce(r.cancelled_by, ${who}),
           state = case when o.idle then 'cancelled' else r.state end,
           error = case when o.idle then concat('Cancelled by ', coalesce(r.cancelled_by, ${who}), '.') else r.error end,
           finished_at = case when o.idle then now() end,
           lease_until = case when not o.idle then r.lease_until end,
           settle = o.idle and r.attempt > 0
      from (select id, state in ('requested', 'queued', 'lost') or coalesce(lease_until < now(), false) as idle
              from summa_control.run where id = ${id} and finished_at is null for update) as o
     where r.id = o.id
    returning r.attempt`.execute(store);
  const asked = rows[0];
  if (!asked) return refuseCancel(store, id);
  await logRun(store, id, asked.attempt, `${who} asked to cancel it ${how}.`);
  await wake(store);
}

async function refuseCancel(store: ControlStore, id: string): Promise<never> {
  const run = await store.selectFrom('run').select('state').where('id', '=', id).executeTakeFirst();
  throw run
    ? new PersonError({ message: message('problem.runEnded', { id, state: run.state }), status: 409 })
    : new PersonError({ message: message('problem.noRun', { id }), status: 404 });
}
