import { testDatabase } from '#lib/server/test-database.ts';
import { type ControlStore, closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';

/** A fresh control store with all its tables, for one test or suite. */
export async function testStore(t: { after(fn: () => Promise<void>): void }): Promise<ControlStore> {
  const { controlUrl, drop } = await testDatabase();
  t.after(async () => {
    await closeControlStore(controlUrl);
    await drop();
  });
  const db = controlStore(controlUrl);
  await migrateControlStore(db);
  return db;
}
