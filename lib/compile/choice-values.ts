import { type RawBuilder, sql } from 'kysely';
import type { At } from './available-days.ts';
import { where } from './query-where.ts';
import { relationAt, rowsOfGeneration } from './read.ts';

/** The values of a column as text and how many rows have each, the most frequent first; null where there is no such column. */
export function choiceValuesQuery(
  name: string,
  most: number,
  { dialect, schema, generation, epoch, scope }: At,
): RawBuilder<unknown> | null {
  const rows = rowsOfGeneration(generation);
  const column = rows.columns.find((each) => each.name === name && each.role !== 'measure');
  if (!column) return null;
  const text = dialect.text(sql.id(name), column.sqlType);
  const from = relationAt(schema, rows, epoch, rows.columns, dialect);
  return sql`select ${text} as ${sql.id('value')}, count(*) as ${sql.id('count')}
from ${from}${where(rows, { scope, filters: [], time: null, days: null }, dialect)}
group by ${sql.id(name)}
order by 2 desc, ${dialect.order(text, 'text', 'ascending')}
${dialect.limit(most)}`;
}
