import type pg from 'pg';
import type { ReadWarehouse } from '#lib/dashboard/warehouse.ts';
import type { Registry } from '#lib/definition/registry.ts';
import { buildMissing } from '#lib/refresh/run/first-build.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { closeWarehousePools, warehousePool } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';

/** A warehouse whose summaries the real engine has built from raw rows. */
export type OpenedWarehouse = { pool: pg.Pool; registry: Registry; warehouse: ReadWarehouse; close(): Promise<void> };

export async function openWarehouse(
  registry: Registry,
  fill: (pool: pg.Pool, url: string) => Promise<void>,
): Promise<OpenedWarehouse> {
  const { pool, url, readUrl, controlUrl, drop } = await testDatabase();
  await fill(pool, url);
  await migrateControlStore(controlStore(controlUrl));
  await migrateWarehouse(url, 'summa', readUrl);
  await buildMissing({ registry, environment: { warehouseUrl: url, schema: 'summa', controlUrl }, log: () => {} });
  return {
    pool,
    registry,
    warehouse: { pages: warehousePool('pages', readUrl), exports: warehousePool('exports', readUrl), schema: 'summa' },
    close: async () => {
      await closeWarehousePools();
      await closeControlStore(controlUrl);
      await drop();
    },
  };
}
