import { type Connection, createConnection } from 'mysql2/promise';
import type { StoredColumn, StoredRelation } from '#lib/compile/stored.ts';
import type { Compiled } from '../../dialect.ts';
import { startMariadb } from './mariadb-server.ts';

/** A MariaDB with a database of Summa's schema's name, whose relations are filled by `keep`. */
export type TestMariadb = {
  /** Rows as texts, a boolean as 1 or 0. */
  rows(statement: Compiled): Promise<(string | null)[][]>;
  /** Makes the two tables of a relation as they are in PostgreSQL, `read` being a query for all columns as text. */
  keep(
    schema: string,
    relation: StoredRelation,
    read: (table: string, columns: readonly string[]) => Promise<Texts>,
  ): Promise<void>;
};

type Texts = readonly (readonly (string | null)[])[];

/** What MySQL 8 insists on by default, but for full groups: MariaDB takes a sum in a derived table for a broken one. */
const strictMode = 'STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

/** A fresh MariaDB, gone after the test given. */
export async function testMariadb(t: { after(fn: () => Promise<void>): void }): Promise<TestMariadb> {
  const server = await startMariadb();
  t.after(() => server.stop());
  const connection = await createConnection({
    socketPath: server.socket,
    user: 'root',
    charset: 'utf8mb4',
    rowsAsArray: true,
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
  t.after(() => connection.end());
  await connection.query('set sql_mode = ?', [strictMode]);
  return {
    rows: (statement) => textRows(connection, statement.sql, statement.parameters),
    async keep(schema, relation, read) {
      await connection.query(`create database if not exists ${quoted(schema)}`);
      const { columns, current, closed } = relation;
      await fill(connection, `${quoted(schema)}.${quoted(current)}`, [...columns, epoch('_from')], (names) =>
        read(current, names),
      );
      await fill(
        connection,
        `${quoted(schema)}.${quoted(closed)}`,
        [...columns, epoch('_from'), epoch('_to')],
        (names) => read(closed, names),
      );
    },
  };
}

type Kept = Pick<StoredColumn, 'name' | 'sqlType'>;

const epoch = (name: string): Kept => ({ name, sqlType: 'bigint' });

async function fill(
  connection: Connection,
  table: string,
  columns: readonly Kept[],
  read: (names: readonly string[]) => Promise<Texts>,
): Promise<void> {
  const declared = columns.map((column) => `${quoted(column.name)} ${columnType(column.sqlType)}`);
  await connection.query(`create table ${table} (${declared.join(', ')})`);
  const texts = await read(columns.map((column) => column.name));
  const rows = texts.map((row) => row.map((text, at) => stored(columns[at]?.sqlType, text)));
  for (let at = 0; at < rows.length; at += 1_000) {
    await connection.query(`insert into ${table} values ?`, [rows.slice(at, at + 1_000)]);
  }
}

/** A column type in which every stored value stands as it does in PostgreSQL. */
export function columnType(type: string): string {
  if (type === 'text') return 'varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin';
  if (type === 'double precision' || type === 'real') return 'double';
  if (/^timestamp/.test(type)) return 'datetime';
  if (type === 'numeric') return 'decimal(65,20)';
  return type.replace(/^numeric/, 'decimal');
}

function stored(type: string | undefined, text: string | null): string | number | null {
  return type === 'boolean' && text !== null ? Number(text === 'true') : text;
}

async function textRows(
  connection: Connection,
  sql: string,
  parameters: readonly string[],
): Promise<(string | null)[][]> {
  const [rows] = await connection.execute<never>(sql, [...parameters]);
  const read: unknown = rows;
  if (!Array.isArray(read)) throw new Error('Expected rows.');
  return read.map((row: unknown[]) => row.map((cell) => (cell === null ? null : String(cell))));
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
