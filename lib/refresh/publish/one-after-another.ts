import { sql } from 'kysely';
import type { ControlStore } from '#lib/store/connect.ts';
import type { EngineDialect } from '#lib/warehouse/engine-dialect.ts';
import type { RunContext } from '../run/context.ts';

/**
 * How publishes follow each other. PostgreSQL's lock of the counter's row makes the order of commits that of epochs.
 * Redshift would abort one of two that write the same table, so there they take turns under a lock of the control store; it
 * ends with the transaction, and with the process that holds it.
 */
export function oneAfterAnother(store: ControlStore, { name }: EngineDialect): RunContext['oneAfterAnother'] {
  if (name === 'postgresql') return (publish) => publish();
  return (publish) =>
    store.transaction().execute(async (transaction) => {
      await sql`set local idle_in_transaction_session_timeout = '60s'`.execute(transaction);
      await sql`select pg_advisory_xact_lock(hashtextextended('summa_control.publish', 0))`.execute(transaction);
      return publish();
    });
}
