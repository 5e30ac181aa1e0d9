import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Registry } from '#lib/definition/registry.ts';
import { createEngine, type Engine } from '#lib/refresh/run/engine.ts';
import { runToItsEnd } from '#lib/refresh/run/first-build.ts';
import { type RefreshWish, requestRefresh } from '#lib/refresh/run/request.ts';
import { openHome, startEmbeddedPostgres } from '#lib/server/embedded-postgres.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { closeWarehousePools } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';

/** An empty warehouse of its own, as durable as `npm start`'s. */
export type BenchWarehouse = {
  pool: pg.Pool;
  environment: Engine['environment'] & { warehouseReadUrl: string };
  /** Refreshes and answers how long it took in seconds, and how long its publishes held the counter in milliseconds. */
  refresh: (registry: Registry, wish?: Partial<RefreshWish>) => Promise<{ seconds: number; publishes: number[] }>;
  close: () => Promise<void>;
};

export async function benchWarehouse(): Promise<BenchWarehouse> {
  const home = await mkdtemp(path.join(tmpdir(), 'summa-bench-'));
  await openHome(home);
  const server = await startEmbeddedPostgres({ home });
  const { warehouseUrl, warehouseReadUrl, controlUrl } = server;
  const environment = { warehouseUrl, warehouseReadUrl, controlUrl, schema: 'summa' };
  await migrateControlStore(controlStore(controlUrl));
  await migrateWarehouse(warehouseUrl, 'summa', warehouseReadUrl);
  const pool = new pg.Pool({ connectionString: warehouseUrl, max: 4 });
  pool.on('error', () => {});
  return {
    pool,
    environment,
    refresh: async (registry, wish = {}) => {
      const publishes: number[] = [];
      const log = (line: string) => {
        const held = /published at epoch \d+ in (\d+) ms/.exec(line)?.[1];
        if (held) publishes.push(Number(held));
      };
      const engine = createEngine({ registry, environment, log });
      const summary = registry.summaries[0]?.name ?? '';
      const { id } = await requestRefresh(engine.store, registry, { summary, requestedBy: 'bench', ...wish });
      const began = performance.now();
      const error = await runToItsEnd(engine, id);
      if (error !== null) throw new Error(`${summary} could not be refreshed: ${error}`);
      return { seconds: (performance.now() - began) / 1000, publishes };
    },
    close: async () => {
      await pool.end();
      await closeWarehousePools();
      await closeControlStore(controlUrl);
      await server.stop();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
