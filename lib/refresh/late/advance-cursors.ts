import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { Cursor } from '../plan/plan.ts';

/** Stores how far a chain has followed its sources. Never back: another run may have come further meanwhile. */
export async function advanceCursors(
  db: Queryable,
  schema: string,
  chain: string,
  cursors: readonly Cursor[],
): Promise<void> {
  const table = inSchema(schema, '_cursor');
  for (const { source, through } of cursors) {
    if (engineDialect(db).name === 'redshift') {
      // A chain's runs follow each other, so nobody else writes the row.
      const values = [chain, source, through];
      const { rowCount } = await db.query(
        `update ${table} set through = greatest(through, cast($3 as timestamptz)) where chain = $1 and source = $2`,
        values,
      );
      if (rowCount === 0) await db.query(`insert into ${table} (chain, source, through) values ($1, $2, $3)`, values);
      continue;
    }
    await db.query(
      `insert into ${table} as c (chain, source, through) values ($1, $2, $3)
       on conflict (chain, source) do update set through = greatest(c.through, excluded.through)`,
      [chain, source, through],
    );
  }
}
