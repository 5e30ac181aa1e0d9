import type { SummaryDefinition } from '#lib/definition/summary.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { SourceTier } from '../late/late-types.ts';

/** How late rows of each source of a summary are found. */
export async function readTiers(_db: Queryable, _schema: string, _summary: SummaryDefinition): Promise<SourceTier[]> {
  return [];
}
