// What `npm start` does to the databases before it serves, in a process of its own: its memory is free again when it ends.

import { loadRegistry } from '#lib/cli/registry.ts';
import { steps } from '#lib/cli/steps.ts';
import { readEnvironment } from '#lib/environment.ts';
import { redact } from '#lib/server/redact.ts';

/** What this process tells the one that started it, besides 'ready': the databases have their tables. */
export type PrepareMessage = { line: string } | { admin: { email: string; oneTimePassword: string | null } };

const tell = (message: PrepareMessage) => process.send?.(message);
const { run } = steps((line) => tell({ line: redact(line) }));

async function prepare(): Promise<void> {
  const environment = readEnvironment();
  const [{ controlStore }, { migrateControlStore }, { migrateWarehouse }, { ensureFirstAdmin }] = await Promise.all([
    import('#lib/store/connect.ts'),
    import('#lib/store/migrate.ts'),
    import('#lib/warehouse/migrate.ts'),
    import('#lib/auth/first-admin.ts'),
  ]);
  const control = controlStore(environment.controlUrl);
  await run('Preparing the tables', async () => {
    await Promise.all([migrateControlStore(control), migrateWarehouse(environment.warehouseUrl, environment.schema)]);
  });
  tell({ admin: await ensureFirstAdmin(control, environment) });
  process.send?.('ready');

  if (process.env.SUMMA_DEMO === '1') {
    const { loadDemo } = await import('#lib/demo/load.ts');
    await run('Loading the demo data', (log) => loadDemo({ url: environment.warehouseUrl, now: new Date(), log }));
  }
  const [registry, { buildMissing }] = await Promise.all([
    loadRegistry(environment.schema),
    import('#lib/refresh/first-build.ts'),
  ]);
  await run('Building the summaries', (log) => buildMissing({ registry, environment, log }));
}

process.once('disconnect', () => process.exit(1));
process.once('SIGTERM', () => process.exit(143));
try {
  await prepare();
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
