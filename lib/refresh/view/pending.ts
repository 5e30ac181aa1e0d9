import type { Registry } from '#lib/definition/registry.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';

/** First days of built partitions of a chain whose source has changed since, by the head's partitions. */
export async function readPending(
  _db: Queryable,
  _schema: string,
  _registry: Registry,
  _head: SummaryDefinition,
): Promise<string[]> {
  return [];
}

/** How many partitions of each chain are pending, by its head. */
export async function readPendingCounts(
  _db: Queryable,
  _schema: string,
  _registry: Registry,
): Promise<Map<string, number>> {
  return new Map();
}
