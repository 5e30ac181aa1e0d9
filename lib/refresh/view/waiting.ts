import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';

/** How many kept builds and holds wait for somebody. */
export async function countWaiting(db: Queryable, schema: string): Promise<{ quarantined: number; held: number }> {
  const { rows } = await db.query<{ quarantined: string; held: string }>(
    `select (select count(*) from ${inSchema(schema, '_quarantine')} where state = 'open')::text as quarantined,
            (select count(*) from ${inSchema(schema, '_hold')} where released_at is null)::text as held`,
  );
  return { quarantined: Number(rows[0]?.quarantined ?? 0), held: Number(rows[0]?.held ?? 0) };
}
