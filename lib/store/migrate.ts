import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { ControlDatabase } from '#lib/store/connect.ts';
import { people } from '#lib/store/migrations/001_people.ts';
import { runs } from '#lib/store/migrations/002_runs.ts';
import { groups } from '#lib/store/migrations/003_groups.ts';
import { webhook } from '#lib/store/migrations/004_webhook.ts';
import { watchedTables } from '#lib/store/migrations/005_watched_tables.ts';
import { tasks } from '#lib/store/migrations/006_tasks.ts';
import { rangeLocks } from '#lib/store/migrations/007_range_locks.ts';
import { refreshKeys } from '#lib/store/migrations/008_refresh_keys.ts';

/**
 * Every migration of the control store, in order. A list in code, not a folder read at run time: the built app has no
 * such folder. Add one line at the end; never change one that was released.
 */
const migrations: Record<string, Migration> = {
  '001_people': people,
  '002_runs': runs,
  '003_groups': groups,
  '004_webhook': webhook,
  '005_watched_tables': watchedTables,
  '006_tasks': tasks,
  '007_range_locks': rangeLocks,
  '008_refresh_keys': refreshKeys,
};

/** Brings the control store up to this version of Summa. Any number of processes may call it at once. */
export async function migrateControlStore(db: Kysely<ControlDatabase>): Promise<void> {
  const migrator = new Migrator({
    db: db.withoutPlugins(),
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'summa_control',
    migrationTableName: '_migration',
    migrationLockTableName: '_migration_lock',
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  throw new Error(
    `The control store could not be brought up to date${failed ? ` (migration ${failed})` : ''}. ` +
      'Its tables are as they were before. Check that CONTROL_URL names a PostgreSQL whose user may create a schema; npm run summa -- doctor prints the SQL.',
    { cause: error },
  );
}
