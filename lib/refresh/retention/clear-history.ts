import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { withDownstream } from '#lib/definition/registry.ts';
import { openWarehouseClient } from '#lib/warehouse/connect.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { chainHeads } from '../plan/chain.ts';
import { clearQuarantine } from '../quarantine/clear-quarantine.ts';
import type { Engine } from '../run/engine.ts';
import { deleteClosed } from './delete-closed.ts';
import { dropGenerations } from './drop-generations.ts';
import { forgetFences } from './forget-fences.ts';
import { keptFor } from './kept-for.ts';
import { moveHorizon } from './move-horizon.ts';
import { vacuum } from './vacuum.ts';

type Options = {
  /** Between the horizon and the first deletion: longer than a page's statement may take. */
  pauseMs?: number;
  /** Rows deleted at once. */
  batch?: number;
  stop?: AbortSignal;
};

export type Cleared = { rows: number; generations: number };

/**
 * Clears away what no readable epoch shows: first the horizons are committed, then, after a pause, closed rows and tables of
 * old generations go. Any number of workers may call it; one does it. What a crash leaves undone the next call does.
 */
export async function clearHistory(
  { environment, registry, log }: Pick<Engine, 'environment' | 'registry' | 'log'>,
  { pauseMs = 60_000, batch = 10_000, stop = new AbortController().signal }: Options = {},
): Promise<Cleared> {
  const { warehouseUrl, schema } = environment;
  const cleared: Cleared = { rows: 0, generations: 0 };
  const client = await openWarehouseClient(warehouseUrl, 'summa retention');
  // Cuts a long vacuum short as well.
  const cut = () => void client.end().catch(() => {});
  stop.addEventListener('abort', cut, { once: true });
  try {
    if (!(await isTheOne(client, schema))) return cleared;
    const chains = chainHeads(registry).map((head) => withDownstream(registry, head));
    let wait = 0;
    for (const chain of chains)
      wait = Math.max(wait, await moveHorizon(client, schema, chain, keptFor(chain), pauseMs));
    await sleep(wait, undefined, { signal: stop });
    for (const { name } of chains.flat()) {
      stop.throwIfAborted();
      const rows = await deleteClosed(client, schema, name, batch, stop);
      const generations = await dropGenerations(client, schema, name, log);
      if (rows + generations > 0)
        log(`History of ${name}: ${rows} rows and ${generations} old generations cleared away.`);
      cleared.rows += rows;
      cleared.generations += generations;
      await vacuum(client, schema, name, rows);
    }
    await forgetFences(client, schema);
    await clearQuarantine(client, schema);
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    stop.removeEventListener('abort', cut);
    await client.end().catch(() => {});
  }
  return cleared;
}

/** A lock of this session: it ends with the connection, however that ends. */
async function isTheOne(client: pg.Client, schema: string): Promise<boolean> {
  // Redshift has no such locks; workers that clear at once do the same, and one of them is told to try again later.
  if (engineDialect(client).name === 'redshift') return true;
  const { rows } = await client.query<{ mine: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('summa retention ' || $1, 0)) as mine`,
    [schema],
  );
  return rows[0]?.mine ?? false;
}
