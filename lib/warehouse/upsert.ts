import { engineDialect } from './engine-dialect.ts';
import type { Queryable } from './queryable.ts';

type Row = Readonly<Record<string, unknown>>;

/** Writes the row of a key, whether there is one or not, and the moment into the column `at`. */
export async function upsert(db: Queryable, table: string, key: Row, set: Row, at = 'at'): Promise<void> {
  const { name, now } = engineDialect(db);
  const [keys, columns] = [Object.keys(key), Object.keys(set)];
  const values = [...Object.values(key), ...Object.values(set)];
  const insert = `insert into ${table} (${[...keys, ...columns, at].join(', ')})`;
  const parameters = values.map((_, index) => `$${index + 1}`);
  if (name === 'postgresql') {
    const excluded = [...columns, at].map((column) => `${column} = excluded.${column}`);
    await db.query(
      `${insert} values (${[...parameters, now].join(', ')}) on conflict (${keys.join(', ')}) do update set ${excluded.join(', ')}`,
      values,
    );
    return;
  }
  // Without enforced keys two writers could both insert: whoever calls this holds the days of the chain, so there is one.
  const same = keys.map((column, index) => `${column} = $${index + 1}`).join(' and ');
  const changed = columns.map((column, index) => `${column} = $${keys.length + index + 1}`);
  const { rowCount } = await db.query(
    `update ${table} set ${[...changed, `${at} = ${now}`].join(', ')} where ${same}`,
    values,
  );
  if (rowCount === 0) await db.query(`${insert} values (${[...parameters, now].join(', ')})`, values);
}
