import pg from 'pg';
import { PersonError } from '#lib/problem.ts';

/** The table a file goes to. `sql` is its quoted name. */
export type Target = { schema: string; table: string; sql: string };

const identifier = /^[a-z_][a-z0-9_]{0,62}$/;

/** Parses `schema.table`; `reserved` are the schemas that belong to Summa itself. */
export function parseTarget(text: string, reserved: readonly string[]): Target {
  const [schema = '', table = '', ...rest] = text.split('.');
  if (rest.length > 0 || !identifier.test(schema) || !identifier.test(table)) {
    throw new PersonError({
      found: `"${text}" does not name a table Summa can load into.`,
      expected: 'Expected schema.table in small letters, digits and underscores, for example raw.orders.',
      todo: 'Give such a name.',
    });
  }
  if (reserved.includes(schema) || schema.startsWith('pg_') || schema === 'information_schema') {
    throw new PersonError({
      found: `The schema "${schema}" is not for loading: ${reserved.includes(schema) ? 'it holds what Summa builds' : 'it is the database system’s own'}.`,
      expected: 'Expected a schema for raw data, for example raw.',
      todo: `Load into raw.${table} or another schema.`,
    });
  }
  return { schema, table, sql: `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}` };
}
