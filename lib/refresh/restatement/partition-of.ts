import { type RawBuilder, sql } from 'kysely';
import type { Compared } from './sides.ts';

/** The first day of a row's partition as text, as SQL; null where there are no partitions. */
export function partitionOf(partition: Compared['partition']): RawBuilder<unknown> {
  if (!partition) return sql`cast(null as text)`;
  const column = sql.id(partition.column);
  return sql`cast(cast(date_trunc(${sql.lit(partition.by)}, cast(${column} as timestamp)) as date) as text)`;
}
