import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { createEngine, type Engine } from '#lib/refresh/run/engine.ts';
import { runToItsEnd } from '#lib/refresh/run/first-build.ts';
import { requestRefresh } from '#lib/refresh/run/request.ts';
import { openHome, startEmbeddedPostgres } from '#lib/server/embedded-postgres.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { closeWarehousePools } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';
import { historyFile } from '../history/history.ts';
import { dailyOf, shopNames, shopsRegistry } from './shops.ts';
import { openShops } from './truth.ts';

/** A server of its own with shops that are built, and a file for what happens. */
export type Stage = {
  engine: Engine;
  /** The warehouse, as its owner. */
  db: pg.Pool;
  /** The warehouse, as pages read it. */
  readUrl: string;
  shops: readonly string[];
  history: ReturnType<typeof historyFile>;
  /** Kills the postmaster and starts it again, as the supervisor does. */
  killServer: () => Promise<void>;
};

/** Sets the stage, lets something happen on it, and clears it away. */
export async function onStage<T>(shopCount: number, act: (stage: Stage) => Promise<T>): Promise<T> {
  const home = await mkdtemp(path.join(tmpdir(), 'summa-faults-'));
  await openHome(home);
  let server = await startEmbeddedPostgres({ home, test: true });
  const { warehouseUrl, warehouseReadUrl: readUrl, controlUrl } = server;
  // Whoever is interrupted must not leave a server behind.
  const end = () => process.kill(server.pid, 'SIGQUIT');
  process.once('exit', end);
  const db = new pg.Pool({ connectionString: warehouseUrl, max: shopCount + 2 });
  db.on('error', () => {});
  db.on('connect', (client) => client.on('error', () => {}));
  try {
    await migrateControlStore(controlStore(controlUrl));
    await migrateWarehouse(warehouseUrl, 'summa', readUrl);
    await openShops(db, shopCount);
    const environment = { warehouseUrl, schema: 'summa', controlUrl };
    const engine = createEngine({ registry: shopsRegistry(shopCount), environment });
    const shops = shopNames(shopCount);
    for (const shop of shops) await build(engine, shop);
    return await act({
      ...{ engine, db, readUrl, shops },
      history: historyFile(path.join(home, 'history.jsonl')),
      killServer: async () => {
        process.kill(server.pid, 'SIGKILL');
        await server.gone;
        server = await startEmbeddedPostgres({ home, test: true });
      },
    });
  } finally {
    process.off('exit', end);
    await db.end();
    await closeWarehousePools();
    await closeControlStore(controlUrl);
    await server.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function build(engine: Engine, shop: string): Promise<void> {
  const wish = { summary: dailyOf(shop), requestedBy: 'faults' };
  const { id } = await requestRefresh(engine.store, engine.registry, wish);
  const error = await runToItsEnd(engine, id);
  if (error) throw new Error(`The first build of ${shop} failed: ${error}`);
}
