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
  for (const { source, through } of cursors) {
    await db.query(
      `insert into ${inSchema(schema, '_cursor')} as c (chain, source, through) values ($1, $2, $3)
       on conflict (chain, source) do update set through = greatest(c.through, excluded.through)`,
      [chain, source, through],
    );
  }
}
