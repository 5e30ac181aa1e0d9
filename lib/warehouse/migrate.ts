import pg from 'pg';
import { connectionConfig } from './connect.ts';
import { inSchema, quoted } from './name.ts';
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
  const client = new pg.Client(connectionConfig(url, 'summa migrate'));
  client.on('error', () => {});
  await client.connect();
  try {
    await agreeOn(client, schema);
    await client.query('begin');
    // Whoever comes second waits here and then finds nothing left to do.
    await client.query(`lock table ${inSchema(schema, '_migration')} in access exclusive mode`);
    const { rows } = await client.query<{ version: number }>(
      `select coalesce(max(version), 0)::int as version from ${inSchema(schema, '_migration')}`,
    );
    const have = rows[0]?.version ?? 0;
    for (const [index, statements] of versions.entries()) {
      if (index < have) continue;
      for (const statement of statements(schema)) await client.query(statement);
      await client.query(`insert into ${inSchema(schema, '_migration')} (version) values ($1)`, [index + 1]);
    }
    await grantReading(client, schema, readUrl);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/** `if not exists` still fails when two sessions create the same thing at the same moment; the second try finds it there. */
const createdMeanwhile = new Set(['23505', '42P06', '42P07', '42710']);

async function agreeOn(client: pg.Client, schema: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      // Asked first: `create schema if not exists` needs the right to create one even where it exists.
      const { rowCount } = await client.query('select from pg_namespace where nspname = $1', [schema]);
      if (rowCount === 0) await client.query(`create schema ${quoted(schema)}`);
      await client.query(
        `create table if not exists ${inSchema(schema, '_migration')} (
           version int primary key, at timestamptz not null default now())`,
      );
      return;
    } catch (error) {
      if (attempt >= 5 || !createdMeanwhile.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}

async function grantReading(client: pg.Client, schema: string, readUrl: string | undefined): Promise<void> {
  const role = readUrl ? userOf(readUrl) : null;
  if (!role) return;
  const { rows } = await client.query<{ me: boolean }>(
    'select rolname = current_user as me from pg_roles where rolname = $1',
    [role],
  );
  if (!rows[0] || rows[0].me) return;
  await client.query(`grant usage on schema ${quoted(schema)} to ${quoted(role)}`);
  await client.query(`grant select on all tables in schema ${quoted(schema)} to ${quoted(role)}`);
  await client.query(`alter default privileges in schema ${quoted(schema)} grant select on tables to ${quoted(role)}`);
}

function userOf(url: string): string | null {
  const user = /^\w+:\/\/([^:@/?]+)/.exec(url)?.[1];
  return user ? decodeURIComponent(user) : null;
}
