import { sql } from 'kysely';
import { warehousePool } from '#lib/warehouse/connect.ts';
import type { Engine } from './engine.ts';
import { logRun } from './log-run.ts';
import { takeOver } from './take-over.ts';

/**
 * Settles runs that were ended while their worker was lost: nothing may publish for them any more, and what was published
 * before is written down. A warehouse that is away is asked again at the next look.
 */
export async function settleCancelled(engine: Engine): Promise<void> {
  const runs = await engine.store.selectFrom('run').select(['id', 'attempt']).where('settle', '=', true).execute();
  for (const run of runs) await settleInWarehouse(engine, run);
}

/** Ends every attempt of a run in the warehouse. Its units then say what is published, and nothing else ever will be. */
export async function settleInWarehouse(
  { store, environment }: Pick<Engine, 'store' | 'environment'>,
  run: { id: string; attempt: number },
): Promise<void> {
  const { rows } = await sql<{ fence: string }>`
    select nextval('summa_control.run_fence')::text as fence`.execute(store);
  const pool = warehousePool('jobs', environment.warehouseUrl);
  const above = { id: run.id, attempt: run.attempt + 1, fence: rows[0]?.fence ?? '' };
  const { published } = await takeOver(pool, store, environment.schema, above);
  const settled = await store
    .updateTable('run')
    .set({ settle: false })
    .where('id', '=', run.id)
    .where('settle', '=', true)
    .executeTakeFirst();
  if (settled.numUpdatedRows > 0n) {
    await logRun(store, run.id, run.attempt, `Settled with the warehouse: ${published.length} units are published.`);
  }
}
