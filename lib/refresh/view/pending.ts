import { headOf, type Registry } from '#lib/definition/registry.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { pendingPartitions } from '../late/pending.ts';

/** How many partitions of each chain are pending, by its head. */
export async function readPendingCounts(
  db: Queryable,
  schema: string,
  registry: Registry,
): Promise<Map<string, number>> {
  const heads = [...new Set(registry.summaries.map(headOf))];
  const counts = await Promise.all(
    heads.map(async (head) => {
      const pending = await pendingPartitions(db, schema, registry, head);
      return [head.name, pending.length] as const;
    }),
  );
  return new Map(counts);
}
