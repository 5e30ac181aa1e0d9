import type pg from 'pg';
import { oneOf } from '#lib/definition/problem.ts';
import { PersonError } from '#lib/problem.ts';

/** Says that a table is not there, and what is there that was probably meant. */
export async function missingTable(client: pg.ClientBase, schema: string, name: string): Promise<PersonError> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^(pg_|information_schema$)' and not c.relispartition
        and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
      order by c.relname = $2 desc, lower(c.relname) = lower($2) desc, n.nspname = $1 desc, n.nspname, c.relname`,
    [schema, name],
  );
  const sameName = rows.find((row) => row.name.toLowerCase() === name.toLowerCase());
  const names = rows.map((row) => `${row.schema}.${row.name}`);
  const meant = sameName ? `${sameName.schema}.${sameName.name}` : `${schema}.${name}`;
  return new PersonError({
    found: `There is no table '${schema}.${name}' in the warehouse that Summa may read.`,
    expected: `Expected ${oneOf(names, meant)}.`,
    todo: 'Check the name, or grant select on the table.',
    status: 404,
  });
}
