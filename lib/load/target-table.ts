import pg from 'pg';
import { type ColumnType, parseColumnType } from '#lib/load/column-type.ts';
import type { FileColumn } from '#lib/load/source-file.ts';
import type { Target } from '#lib/load/target.ts';
import { PersonError } from '#lib/problem.ts';

/** A column an existing table has. */
export type TableColumn = {
  name: string;
  type: ColumnType | null;
  typeText: string;
  required: boolean;
  notNull: boolean;
};

/** The columns of the table that is there, or null when there is none. */
export async function existingColumns(client: pg.ClientBase, target: Target): Promise<TableColumn[] | null> {
  const table = await client.query<{ relkind: string }>('select relkind from pg_class where oid = to_regclass($1)', [
    target.sql,
  ]);
  const kind = table.rows[0]?.relkind;
  if (!kind) return null;
  if (kind !== 'r' && kind !== 'p') {
    throw new PersonError({
      found: `${target.sql} is not a table.`,
      expected: 'Expected a table, or a name that is free.',
      todo: 'Choose another name.',
    });
  }
  const { rows } = await client.query<{ name: string; type: string; not_null: boolean; filled: boolean }>(
    `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as not_null,
       atthasdef or attidentity <> '' as filled
     from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [target.sql],
  );
  return rows.map((row) => ({
    name: row.name,
    type: parseColumnType(row.type),
    typeText: row.type,
    required: row.not_null && !row.filled,
    notNull: row.not_null,
  }));
}

/** Creates the schema if it is missing. */
export async function ensureSchema(client: pg.ClientBase, target: Target): Promise<void> {
  const there = await client.query('select from pg_namespace where nspname = $1', [target.schema]);
  // `if not exists` alone asks for the right to create schemas even when there is nothing to create.
  if (there.rowCount === 0) await client.query(`create schema if not exists ${pg.escapeIdentifier(target.schema)}`);
}

export async function createTable(client: pg.ClientBase, sqlName: string, columns: FileColumn[]): Promise<void> {
  const list = columns.map((column) => `${pg.escapeIdentifier(column.name)} ${column.type.sql}`);
  await client.query(`create table ${sqlName} (${list.join(', ')})`);
}

/**
 * Puts a loaded table in the place of an old one. Readers wait only now, not while the file is loaded; who was
 * allowed to use the old table may use the new one. Indexes and constraints are named, because they are gone.
 */
export async function replaceTable(
  client: pg.ClientBase,
  loaded: string,
  target: Target,
  log: (line: string) => void,
): Promise<void> {
  const grants = await client.query<{ sql: string }>(
    `select format('grant %s on %s to %s%s', privilege_type, $2::text,
       case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
       case when is_grantable then ' with grant option' else '' end) as sql
     from pg_class, aclexplode(relacl) where oid = to_regclass($1) and grantee <> relowner`,
    [target.sql, target.sql],
  );
  const lost = await client.query<{ name: string }>(
    `select indexrelid::regclass::text as name from pg_index where indrelid = to_regclass($1) order by 1`,
    [target.sql],
  );
  try {
    await client.query(`drop table ${target.sql}`);
  } catch (cause) {
    if (!(cause instanceof pg.DatabaseError) || cause.code !== '2BP01') throw cause;
    throw new PersonError(
      {
        found: `${target.sql} cannot be replaced, because something depends on it: ${cause.detail ?? cause.message}`,
        expected: 'Expected a table that nothing else is built on.',
        todo: 'Drop what depends on it first, or load with --append. Nothing was changed.',
      },
      { cause },
    );
  }
  await client.query(`alter table ${loaded} rename to ${pg.escapeIdentifier(target.table)}`);
  for (const grant of grants.rows) await client.query(grant.sql);
  if (lost.rows.length > 0) {
    log(
      `The old table's indexes went with it: ${lost.rows.map((row) => row.name).join(', ')}. Create them again if they are needed.`,
    );
  }
}
