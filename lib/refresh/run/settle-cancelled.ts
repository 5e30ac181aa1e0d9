import { sql } from 'kysely';
import { warehousePool } from '#lib/warehouse/connect.ts';
import type { Engine } from './engine.ts';
import { logRun } from './log-run.ts';
import { outnumberWarehouse } from './outnumber.ts';
import { Outnumbered, takeOver } from './take-over.ts';

/**
 * Settles runs that were ended while their worker was lost: nothing may publish for them any more, and what was published
 * before is written down. Throws when one could not be settled, after trying all; the next look asks again.
 */
export async function settleCancelled(engine: Engine): Promise<void> {
  const runs = await engine.store.selectFrom('run').select(['id', 'attempt']).where('settle', '=', true).execute();
  const settled = await Promise.allSettled(runs.map((run) => settleInWarehouse(engine, run)));
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Ends every attempt of a run in the warehouse. Its units then say what is published, and nothing else ever will be. */
export async function settleInWarehouse(
  engine: Pick<Engine, 'store' | 'environment'>,
  run: { id: string; attempt: number },
): Promise<void> {
  const { store } = engine;
  const published = await endAttempts(engine, run).catch(async (error: unknown) => {
    if (!(error instanceof Outnumbered)) throw error;
    // A control store from a backup hands out fences that the warehouse has seen.
    await outnumberWarehouse(engine);
    return endAttempts(engine, run);
  });
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

async function endAttempts(
  { store, environment }: Pick<Engine, 'store' | 'environment'>,
  { id, attempt }: { id: string; attempt: number },
): Promise<string[]> {
  const { rows } = await sql<{ fence: string }>`
    select nextval('summa_control.run_fence')::text as fence`.execute(store);
  const pool = warehousePool('jobs', environment.warehouseUrl);
  const above = { id, attempt: attempt + 1, fence: rows[0]?.fence ?? '' };
  const { published } = await takeOver(pool, store, environment.schema, above);
  return published;
}
