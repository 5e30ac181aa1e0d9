import assert from 'node:assert/strict';
import type pg from 'pg';
import type { Registry } from '#lib/definition/registry.ts';
import { createEngine } from '#lib/refresh/run/engine.ts';
import { buildMissing, runToItsEnd } from '#lib/refresh/run/first-build.ts';
import { requestRefresh } from '#lib/refresh/run/request.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { closeWarehousePools, warehousePool } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';
import { pinEpoch } from '../pinned.ts';
import type { ReadWarehouse } from '../read-warehouse.ts';

/** A warehouse whose summaries the real engine has built from raw rows. */
export type OpenedWarehouse = {
  pool: pg.Pool;
  registry: Registry;
  warehouse: ReadWarehouse;
  /** Builds all days of a summary again from the raw rows there are now; returns the epoch before. */
  refresh(summary: string): Promise<number>;
  close(): Promise<void>;
};

export async function openWarehouse(
  registry: Registry,
  fill: (pool: pg.Pool, url: string) => Promise<void>,
): Promise<OpenedWarehouse> {
  const { pool, url, readUrl, controlUrl, drop } = await testDatabase();
  await fill(pool, url);
  await migrateControlStore(controlStore(controlUrl));
  await migrateWarehouse(url, 'summa', readUrl);
  const environment = { warehouseUrl: url, schema: 'summa', controlUrl };
  await buildMissing({ registry, environment, log: () => {} });
  const warehouse = {
    pages: warehousePool('pages', readUrl),
    exports: warehousePool('exports', readUrl),
    schema: 'summa',
  };
  return {
    pool,
    registry,
    warehouse,
    refresh: async (summary) => {
      const { epoch } = await pinEpoch(pool, 'summa', null);
      const engine = createEngine({ registry, environment });
      const { id } = await requestRefresh(engine.store, registry, { summary, mode: 'all', requestedBy: 'test' });
      assert.equal(await runToItsEnd(engine, id), null);
      return epoch;
    },
    close: async () => {
      await closeWarehousePools();
      await closeControlStore(controlUrl);
      await drop();
    },
  };
}
