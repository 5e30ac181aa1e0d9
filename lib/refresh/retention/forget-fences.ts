import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';

/**
 * Deletes the fences of runs that ended long ago: an attempt of one that comes to life again finds none and publishes nothing.
 * The highest stays, for a new control store begins to number above it.
 */
export async function forgetFences(db: Queryable, schema: string): Promise<void> {
  const fences = inSchema(schema, '_fence');
  await db.query(
    `delete from ${fences} where at < cast(${engineDialect(db).now} as timestamptz) - interval '30 days' and fence < (select max(fence) from ${fences})`,
  );
}
