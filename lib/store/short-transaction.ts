import { sql, type Transaction } from 'kysely';
import type { ControlDatabase, ControlStore } from './connect.ts';

/**
 * A transaction that takes locks others wait for. A process that is stopped in the middle of it, or cut off, loses it after
 * five seconds, so that nobody waits for a process that may never go on.
 */
export async function shortTransaction<T>(
  store: ControlStore,
  work: (transaction: Transaction<ControlDatabase>) => Promise<T>,
): Promise<T> {
  return store.transaction().execute(async (transaction) => {
    await sql`set local idle_in_transaction_session_timeout = '5s'`.execute(transaction);
    return work(transaction);
  });
}
