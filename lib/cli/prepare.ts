// What `npm start` does to the databases before it serves, in a process of its own: its memory is free again when it ends.

import { failureWords } from '#lib/cli/failure-words.ts';
import { loadRegistry } from '#lib/cli/registry.ts';
import { steps } from '#lib/cli/steps.ts';
import { DefinitionError } from '#lib/definition/problem.ts';
import { readEnvironment } from '#lib/environment.ts';
import { PersonError } from '#lib/problem.ts';
import { databaseProblems } from '#lib/server/database-problems.ts';
import { redact } from '#lib/server/redact.ts';

/** What this process tells the one that started it, besides 'ready': the databases have their tables. */
export type PrepareMessage = { line: string } | { admin: { email: string; oneTimePassword: string | null } };

const tell = (message: PrepareMessage) => process.send?.(message);
const { run } = steps((line) => tell({ line: redact(line) }));

async function prepare(): Promise<void> {
  const environment = readEnvironment();
  // First, because it takes no time and what follows may take minutes.
  const registry = await loadRegistry(environment.schema);
  // Once by themselves, so that a wrong URL is told as such and not as a failed migration.
  const problems = await databaseProblems(environment);
  if (problems.length > 0) {
    throw new PersonError({
      found: problems.join('\n'),
      expected: '',
      todo: '`npm run summa -- doctor` looks at everything else too.',
    });
  }
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
  const { buildMissing } = await import('#lib/refresh/run/first-build.ts');
  try {
    await run('Building the summaries', (log) => buildMissing({ registry, environment, log }));
  } catch (error) {
    // What could be built is served; the rest says on its tiles and on the admin page why it is not there.
    tell({ line: redact(error instanceof Error ? error.message : String(error)) });
    tell({ line: 'Summa starts without them. `npm run summa -- check` tells more; the admin page has every run.' });
  }
}

process.once('disconnect', () => process.exit(1));
process.once('SIGTERM', () => process.exit(143));
try {
  await prepare();
  process.exit(0);
} catch (error) {
  // A sentence of Summa's own says it all; anything else is a surprise and needs its stack.
  const told =
    error instanceof DefinitionError ||
    error instanceof PersonError ||
    (error instanceof Error && error.cause !== undefined);
  const words = failureWords(error);
  console.error(told || words !== (error as Error).message ? words : error);
  process.exit(1);
}
