import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { inSchema, quoted } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { step } from '../plan/plan.ts';

/** How many rows are served of the partition that begins on a day; null for what has no partitions. */
export async function partitionRows(
  db: Queryable,
  schema: string,
  summary: string,
  partition: string,
): Promise<string | null> {
  const { epoch } = await latestEpoch(db, schema);
  const served = (await generationsAt(db, schema, epoch)).get(summary);
  const relation = served?.relations.find((each) => each.name === 'rows');
  if (!served?.partition || !relation || served.partition.by === 'hour') return null;
  const column = quoted(served.partition.column);
  const { rows } = await db.query<{ count: string }>(
    `select count(*)::text as count from ${inSchema(schema, relation.current)}
      where ${column} >= cast($1 as date) and ${column} < cast($2 as date)`,
    [partition, step(served.partition.by, partition, 1)],
  );
  return rows[0]?.count ?? null;
}
