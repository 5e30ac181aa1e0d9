import { sql } from 'kysely';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { logRun } from './log-run.ts';
import type { CancelHow } from './overview-types.ts';
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
  const { rows } = await sql<{ state: string; attempt: number }>`
    update summa_control.run
       set cancel_requested = true,
           cancel_how = case when cancel_how = 'now' then 'now' else ${how} end,
           cancelled_by = coalesce(cancelled_by, ${who})
     where id = ${id} and finished_at is null
    returning state, attempt`.execute(store);
  const asked = rows[0];
  if (!asked) return refuseCancel(store, id);
  await logRun(store, id, asked.attempt, `${who} asked to cancel it ${how}.`);
  await sql`
    update summa_control.run
       set state = 'cancelled', error = ${cancelledWords}, finished_at = now(), lease_until = null, worker = null,
           settle = attempt > 0
     where id = ${id} and cancel_requested
       and (state in ('requested', 'queued', 'lost')
         or (state in ('planning', 'building', 'checking', 'publishing') and lease_until < now()))`.execute(store);
  await wake(store);
}

async function refuseCancel(store: ControlStore, id: string): Promise<never> {
  const run = await store.selectFrom('run').select('state').where('id', '=', id).executeTakeFirst();
  throw run
    ? new PersonError({ message: message('problem.runEnded', { id, state: run.state }), status: 409 })
    : new PersonError({ message: message('problem.noRun', { id }), status: 404 });
}
