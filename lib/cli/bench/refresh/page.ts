import { sql } from 'kysely';
import type pg from 'pg';
import { compile, value } from '#lib/compile/bind.ts';
import { relationAt, rowsOfGeneration } from '#lib/compile/read.ts';
import type { Sql } from '#lib/compile/statement.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';

/** What four tiles ask of the newest thirty days. */
const tiles = (rows: Sql, from: string): Sql[] =>
  [
    sql`sum(amount) as amount, sum(facts) as facts`,
    sql`day, sum(amount) as amount`,
    sql`country, sum(amount) as amount`,
    sql`product, sum(facts) as facts`,
  ].map((columns, index) => {
    const group = index === 0 ? sql`` : sql`group by 1 order by 1`;
    return sql`select ${columns} from ${rows} where day >= ${value('date', from)} ${group}`;
  });

/** Reads a page as the app does: the epoch, what serves it, then all tiles at that epoch over several connections. */
export async function readPage(pool: pg.Pool, summary: string, from: string): Promise<void> {
  const { epoch } = await latestEpoch(pool, 'summa');
  const generation = (await generationsAt(pool, 'summa', epoch)).get(summary);
  if (!generation) throw new Error(`${summary} was never built.`);
  await readTiles(pool, relationAt('summa', rowsOfGeneration(generation), epoch), from);
}

/** The same tiles of any rows, to compare with. */
export async function readTiles(pool: pg.Pool, rows: Sql, from: string): Promise<void> {
  await Promise.all(
    tiles(rows, from).map((query) => {
      const { sql: text, parameters } = compile(query);
      return pool.query(text, [...parameters]);
    }),
  );
}
