import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { keptGenerations } from './generations.ts';

/** Deletes the rows that were closed at or before the horizon, some at a time, so that nothing waits long for it. */
export async function deleteClosed(
  db: Queryable,
  schema: string,
  summary: string,
  batch: number,
  stop: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for (const { relations, passed, horizon } of await keptGenerations(db, schema, [summary])) {
    // Its tables are dropped as a whole.
    if (passed) continue;
    for (const relation of relations) {
      const closed = inSchema(schema, relation.closed);
      for (let removed = batch; removed >= batch && !stop.aborted; ) {
        removed = await deleteSome(db, closed, horizon, batch);
        deleted += removed;
      }
    }
  }
  return deleted;
}

/** Some of the rows: those that a statement of PostgreSQL takes at once; in Redshift all, for it locks the table anyway. */
async function deleteSome(db: Queryable, closed: string, horizon: string, batch: number): Promise<number> {
  const { rowCount } =
    engineDialect(db).name === 'redshift'
      ? await db.query(`delete from ${closed} where _to <= $1`, [horizon])
      : await db.query(
          `delete from ${closed} where ctid = any(array(select ctid from ${closed} where _to <= $1 limit $2))`,
          [horizon, batch],
        );
  return rowCount ?? 0;
}
