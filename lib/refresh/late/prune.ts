import type { Registry } from '#lib/definition/registry.ts';
import type { SourceDefinition } from '#lib/definition/source.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';

/** Forgets changes that every built partition has seen. */
export async function pruneChanges(
  _db: Queryable,
  _schema: string,
  _registry: Registry,
  _sources: readonly SourceDefinition[],
): Promise<void> {}
