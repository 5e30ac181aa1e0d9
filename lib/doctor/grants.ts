import { inSchema, quoted } from '#lib/warehouse/name.ts';
import { readingGrants } from './reader.ts';

/** The least that a warehouse must grant, as a DBA runs it. Summa needs none of it twice. */
export function minimalGrants(given: {
  database: string;
  schema: string;
  owner: string;
  /** Null where pages read as the owner. */
  reader: string | null;
  /** `schema.table` of each source. */
  tables: readonly string[];
}): string[] {
  const { database, schema, owner, reader, tables } = given;
  const roles = [owner, ...(reader ? [reader] : [])];
  const names = tables.map((table) => table.split('.') as [string, string]);
  const schemas = [...new Set(names.map(([name]) => name))].filter((name) => name !== schema);
  const read = names.filter(([name]) => name !== schema).map(([name, table]) => inSchema(name, table));
  return [
    '-- once, where there is no such role yet',
    ...roles.map((role) => `create role ${quoted(role)} login password '…';`),
    `grant connect on database ${quoted(database)} to ${roles.map(quoted).join(', ')};`,
    '-- the only schema Summa writes to; no right to create others, no superuser, no extension',
    `create schema if not exists ${quoted(schema)} authorization ${quoted(owner)};`,
    ...(schemas.length > 0
      ? [
          '-- the sources, to be read and nothing else',
          `grant usage on schema ${schemas.map(quoted).join(', ')} to ${quoted(owner)};`,
          `grant select on ${read.join(', ')} to ${quoted(owner)};`,
        ]
      : []),
    ...(reader
      ? [
          '-- pages and exports; Summa grants the same by itself when it starts',
          ...readingGrants(schema, reader, owner),
          `alter role ${quoted(reader)} set default_transaction_read_only = on;`,
        ]
      : []),
  ];
}
