import type { SourceDefinition } from '#lib/definition/source.ts';
import { baseType } from '#lib/definition/sql-type.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { rowTime } from './row-time.ts';

/** How far a change of a source reaches in a summary. */
export type Reach = {
  source: string;
  /** Whether the partitions a change touches follow from it; otherwise it touches all. */
  mapped: boolean;
  /** Whether logged hours are of UTC; otherwise they stand as they are. */
  zoned: boolean;
  /** Whether a partition whose build left no snapshot has to be taken as stale. */
  strict: boolean;
};

/** How far changes of each source reach in the summary at the head of a chain. */
export function reachesOf(head: SummaryDefinition): Reach[] {
  return head.sources.map((source) => reachOf(head, source));
}

export function reachOf(head: SummaryDefinition, source: SourceDefinition): Reach {
  const { late } = source;
  const time = rowTime(head);
  const own = time?.table === source.table;
  const by = late.tier === 'exact' ? late.column : late.tier === 'cursor' ? late.time : time?.column;
  const type = by ? source.columns[by] : undefined;
  return {
    source: source.name,
    mapped: own && time.column === by,
    zoned: type !== undefined && baseType(type) === 'timestamptz',
    strict: late.tier === 'exact' || late.tier === 'manifest',
  };
}
