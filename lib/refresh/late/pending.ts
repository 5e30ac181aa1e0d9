import { headOf, type Registry } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { stalePartitions } from './changed-partitions.ts';

/**
 * First days of the built partitions of a chain whose sources are known to have changed since: "n partitions pending". One
 * statement that reads no raw table, so rows that only a cursor would find are not among them.
 */
export async function pendingPartitions(
  db: Queryable,
  schema: string,
  _registry: Registry,
  head: SummaryDefinition,
): Promise<string[]> {
  return (await stalePartitions(db, schema, headOf(head))).map(({ partition }) => partition);
}
