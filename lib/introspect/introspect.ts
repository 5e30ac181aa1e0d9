import { PersonError } from '#lib/problem.ts';
import { openWarehouseClient } from '#lib/warehouse/connect.ts';
import { isRedshift } from '#lib/warehouse/redshift/connection.ts';
import { type Proposal, propose, type TakenNames } from './propose.ts';
import { readTable } from './read-table.ts';

/** Reads a table of the warehouse and decides what to define for it. `wish` is a name to use instead of the table's. */
export async function introspect(url: string, table: string, taken: TakenNames, wish?: string): Promise<Proposal> {
  if (isRedshift(url)) {
    throw new PersonError({
      found: 'The warehouse is a Redshift.',
      expected: 'Expected a PostgreSQL, whose statistics tell what its columns are.',
      todo: 'Write the source and the summary by hand: queries/README.md says how.',
    });
  }
  const { schema, name } = tableName(table);
  const client = await openWarehouseClient(url, 'summa introspect');
  try {
    return propose(await readTable(client, schema, name), taken, wish);
  } finally {
    await client.end();
  }
}

function tableName(table: string): { schema: string; name: string } {
  const at = table.indexOf('.');
  const [schema, name] = [table.slice(0, Math.max(0, at)), table.slice(at + 1)];
  if (at < 1 || name === '') {
    throw new PersonError({
      found: `The table is '${table}'.`,
      expected: "Expected 'schema.table'.",
      todo: `Name its schema too, for example public.${name || 'orders'}.`,
    });
  }
  // A definition names a table as schema.table, and Kysely reads ` as ` as another name for it.
  if (name.includes('.') || / as /.test(table) || /^\s|\s$|\s\.|\.\s/.test(table)) {
    throw new PersonError({
      found: `The name '${table}' has more than one point, an ' as ' or a space at an end.`,
      expected: "Expected 'schema.table' of names without these.",
      todo: 'Make a view with a plainer name over the table and introspect that.',
    });
  }
  return { schema, name };
}
