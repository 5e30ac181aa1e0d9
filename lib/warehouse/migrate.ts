import type pg from 'pg';
import { PersonError } from '#lib/problem.ts';
import { targetOf } from '#lib/server/connection-problem.ts';
import { openWarehouseClient } from './connect.ts';
import { engineDialect } from './engine-dialect.ts';
import { inSchema, quoted } from './name.ts';
import { redshiftVersions } from './redshift/schema.ts';
import { versions } from './schema.ts';

/**
 * Makes Summa's schema and its tables in the warehouse, or brings them up to this version. Idempotent; any number of
 * processes may start at once. The role of `readUrl` may read everything in the schema, also what is made later.
 */
export async function migrateWarehouse(
  url: string,
  schema: string,
  readUrl: string | undefined = process.env.WAREHOUSE_READ_URL,
): Promise<void> {
  const client = await openWarehouseClient(url, 'summa migrate');
  try {
    await migrate(client, schema, readUrl);
  } catch (cause) {
    throw (await refusal(client, schema, cause)) ?? cause;
  } finally {
    await client.end();
  }
}

async function migrate(client: pg.Client, schema: string, readUrl: string | undefined): Promise<void> {
  await agreeOn(client, schema);
  await client.query('begin');
  // Whoever comes second waits here and then finds nothing left to do.
  await client.query(`lock table ${inSchema(schema, '_migration')}`);
  const { rows } = await client.query<{ version: number }>(
    `select cast(coalesce(max(version), 0) as int) as version from ${inSchema(schema, '_migration')}`,
  );
  const have = rows[0]?.version ?? 0;
  const { name, now } = engineDialect(client);
  for (const [index, statements] of (name === 'redshift' ? redshiftVersions : versions).entries()) {
    if (index < have) continue;
    for (const statement of statements(schema)) await client.query(statement);
    await client.query(`insert into ${inSchema(schema, '_migration')} (version, at) values ($1, ${now})`, [index + 1]);
  }
  if (name === 'redshift') await grantReadingInRedshift(client, schema, readUrl);
  else await grantReading(client, schema, readUrl);
  await client.query('commit');
}

/** What a refused right means and which statement gives it; null when something else is wrong. */
async function refusal(client: pg.Client, schema: string, cause: unknown): Promise<PersonError | null> {
  if ((cause as { code?: unknown }).code !== '42501') return null;
  await client.query('rollback');
  const { rows } = await client.query<{ role: string; there: boolean }>(
    'select current_user::text as role, exists (select 1 from pg_namespace where nspname = $1) as there',
    [schema],
  );
  const { role = '', there = false } = rows[0] ?? {};
  const [problem, statement] = there
    ? [
        `The role "${role}" of WAREHOUSE_URL may not make Summa's tables in schema ${schema}`,
        `grant usage, create on schema ${quoted(schema)} to ${quoted(role)};`,
      ]
    : [
        `There is no schema ${schema} in the warehouse, and the role "${role}" of WAREHOUSE_URL may not create one`,
        `create schema ${quoted(schema)} authorization ${quoted(role)};`,
      ];
  return new PersonError(
    {
      found: `${problem} (${(cause as Error).message}).`,
      expected: '',
      todo: `Let the owner run: ${statement} Then start again; npm run summa -- doctor tells what else is missing.`,
    },
    { cause },
  );
}

/** `if not exists` still fails when two sessions create the same thing at the same moment; the second try finds it there. */
const createdMeanwhile = new Set(['23505', '42P06', '42P07', '42710']);

async function agreeOn(client: pg.Client, schema: string): Promise<void> {
  const { name, now } = engineDialect(client);
  for (let attempt = 1; ; attempt++) {
    try {
      // Asked first: `create schema if not exists` needs the right to create one even where it exists.
      const { rowCount } = await client.query('select 1 from pg_namespace where nspname = $1', [schema]);
      if (rowCount === 0) await client.query(`create schema ${quoted(schema)}`);
      await client.query(
        `create table if not exists ${inSchema(schema, '_migration')} (
           version int ${name === 'redshift' ? 'not null' : 'primary key'}, at timestamptz not null default ${now})`,
      );
      return;
    } catch (error) {
      if (attempt >= 5 || !createdMeanwhile.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}

async function grantReading(client: pg.Client, schema: string, readUrl: string | undefined): Promise<void> {
  const role = readUrl ? targetOf(readUrl).user : '';
  const { rows } = await client.query<{ owned: boolean; tables: string[] }>(
    `select pg_has_role(n.nspowner, 'usage') as owned,
            array(select c.relname::text from pg_class c
                   where c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v') and pg_has_role(c.relowner, 'usage')
                     and not has_table_privilege(r.oid, c.oid, 'select')) as tables
       from pg_roles r, pg_namespace n
      where r.rolname = $1 and r.rolname <> current_user and n.nspname = $2`,
    [role, schema],
  );
  const found = rows[0];
  if (!found) return;
  // In a schema that a DBA owns, letting somebody in is the DBA's, and tables that are not Summa's are nobody's business.
  if (found.owned) await client.query(`grant usage on schema ${quoted(schema)} to ${quoted(role)}`);
  for (const table of found.tables) await client.query(`grant select on ${inSchema(schema, table)} to ${quoted(role)}`);
  await client.query(`alter default privileges in schema ${quoted(schema)} grant select on tables to ${quoted(role)}`);
}

/** Redshift grants on all tables of a schema at once, and tells no role of another's membership. */
async function grantReadingInRedshift(client: pg.Client, schema: string, readUrl: string | undefined): Promise<void> {
  const role = readUrl ? targetOf(readUrl).user : '';
  const { rowCount } = await client.query('select 1 from pg_user where usename = $1 and usename <> current_user', [
    role,
  ]);
  if (!rowCount) return;
  await client.query(`grant usage on schema ${quoted(schema)} to ${quoted(role)}`);
  await client.query(`grant select on all tables in schema ${quoted(schema)} to ${quoted(role)}`);
  await client.query(`alter default privileges in schema ${quoted(schema)} grant select on tables to ${quoted(role)}`);
}
