import { engineDialect } from './engine-dialect.ts';
import type { Queryable } from './queryable.ts';

/** Inserts a row into a table that numbers its rows by `id`, and returns the number. `at` names the column with the moment. */
export async function insertNumbered(
  db: Queryable,
  table: string,
  row: Readonly<Record<string, unknown>>,
  at = 'at',
): Promise<string> {
  const { numberedRow, returning } = engineDialect(db);
  const { text, values, id } = numberedRow(row, at);
  const { rows } = await db.query<{ id: string }>(`insert into ${table} ${text}${returning('id::text as id')}`, values);
  return id ?? rows[0]?.id ?? '';
}
