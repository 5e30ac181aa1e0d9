import { type RawBuilder, sql } from 'kysely';
import type { QueryContext } from './query-context.ts';
import { timeColumn } from './query-period.ts';
import { where } from './query-where.ts';
import { relationAt, rowsOfGeneration } from './read.ts';

/** What a statement beside those of questions is asked at. */
export type At = Pick<QueryContext, 'dialect' | 'schema' | 'generation' | 'epoch' | 'scope'>;

/** The first and the last day with rows in scope, as one row; null for a summary without time. */
export function availableDaysQuery({ dialect, schema, generation, epoch, scope }: At): RawBuilder<unknown> | null {
  const rows = rowsOfGeneration(generation);
  const time = timeColumn(generation, rows);
  if (!time) return null;
  const day = (moment: RawBuilder<unknown>) => dialect.truncate('day', moment, 'monday');
  const column = sql.id(time.name);
  const from = relationAt(schema, rows, epoch, rows.columns, dialect);
  return sql`select ${day(sql`min(${column})`)}, ${day(sql`max(${column})`)}
from ${from}${where(rows, { scope, filters: [], time: null, days: null }, dialect)}`;
}
