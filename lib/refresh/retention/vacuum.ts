import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { keptGenerations } from './generations.ts';

/** Dead rows that are worth a vacuum: so many, and so large a part of the table. */
const most = { rows: 500, share: 0.02 };

/**
 * Gives the space of closed and deleted rows back to the tables of a summary. Autovacuum waits for a fifth of a table, and
 * what reads a day then reads the dead rows of a hundred publishes with it: a page took 2.4 times as long after 150.
 */
export async function vacuum(db: Queryable, schema: string, summary: string, deleted: number): Promise<void> {
  // Redshift vacuums and takes statistics by itself, when it has time.
  if (engineDialect(db).name === 'redshift') return;
  const tables = (await keptGenerations(db, schema, [summary])).flatMap(({ relations, served }) =>
    relations.flatMap(({ current, closed }) => [...(served ? [current] : []), closed]),
  );
  const { rows } = await db.query<{ name: string; current: boolean }>(
    `select relname as name from pg_stat_user_tables
      where schemaname = $1 and relname = any($2::text[])
        and (($3 and relname like '%\\_closed') or (n_dead_tup > $4 and n_dead_tup > $5::float8 * n_live_tup))`,
    [schema, tables, deleted >= most.rows, most.rows, most.share],
  );
  await analyze(db, schema, tables);
  for (const { name } of rows) {
    // Cutting empty pages off the end would lock readers out of what is read most.
    const truncate = name.endsWith('_closed');
    await db.query(`vacuum (analyze, truncate ${truncate}) ${inSchema(schema, name)}`);
  }
}

/** Without statistics the planner takes a third of the closed rows for visible at every epoch, and plans for them. */
async function analyze(db: Queryable, schema: string, tables: readonly string[]): Promise<void> {
  const { rows } = await db.query<{ name: string }>(
    `select relname as name from pg_stat_user_tables
      where schemaname = $1 and relname = any($2::text[])
        and n_mod_since_analyze > $3 and n_mod_since_analyze > 0.2 * n_live_tup`,
    [schema, tables, most.rows],
  );
  for (const { name } of rows) await db.query(`analyze ${inSchema(schema, name)}`);
}
