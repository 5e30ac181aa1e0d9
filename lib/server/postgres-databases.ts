import pg from 'pg';
import { connectionOf } from '#lib/server/connection.ts';
import type { ServerSecrets } from '#lib/server/secrets.ts';

/** The roles of the embedded server. */
export const roles = { server: 'summa_server', owner: 'summa', reader: 'summa_read' } as const;

/** Makes the two roles Summa works with; idempotent. The URL is the server role's. */
export async function ensureRoles(serverUrl: string, secrets: ServerSecrets): Promise<void> {
  await connected(serverUrl, async (client) => {
    for (const [role, password] of [
      [roles.owner, secrets.owner],
      [roles.reader, secrets.reader],
    ] as const) {
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
      if (rowCount === 0) await client.query(`create role ${role} login password ${pg.escapeLiteral(password)}`);
    }
    // The engine cancels a page's statement and checkpoints after a bulk load.
    await client.query(`grant pg_checkpoint, ${roles.reader} to ${roles.owner}`);
    // A read role in name only would be undone by one forgotten grant.
    await client.query(`alter role ${roles.reader} set default_transaction_read_only = on`);
    await client.query(`alter role ${roles.reader} set statement_timeout = '30s'`);
    await client.query(`alter role ${roles.reader} set idle_in_transaction_session_timeout = '5min'`);
  });
}

/** Makes a warehouse database in which the reader sees exactly Summa's schema; idempotent. */
export async function ensureWarehouse(urlOf: (database: string) => string, database: string, schema: string) {
  await ensureDatabase(urlOf('postgres'), database);
  await connected(urlOf(database), async (client) => {
    const { rowCount } = await client.query('select from pg_namespace where nspname = $1', [schema]);
    if (rowCount === 0) await client.query(`create schema ${schema} authorization ${roles.owner}`);
    await client.query(`revoke temporary on database ${database} from public`);
    await client.query(`grant temporary on database ${database} to ${roles.owner}`);
    await client.query(`grant usage on schema ${schema} to ${roles.reader}`);
    await client.query(
      `alter default privileges for role ${roles.owner} in schema ${schema} grant select on tables to ${roles.reader}`,
    );
  });
}

/** Makes a control database that the reader cannot enter; idempotent. */
export async function ensureControl(urlOf: (database: string) => string, database: string): Promise<void> {
  await ensureDatabase(urlOf('postgres'), database);
  await connected(urlOf(database), async (client) => {
    await client.query(`revoke all on database ${database} from public`);
    await client.query(`grant all on database ${database} to ${roles.owner}`);
  });
}

async function ensureDatabase(serverUrl: string, database: string): Promise<void> {
  await connected(serverUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database} owner ${roles.owner}`);
  });
}

/** Runs with one connection and closes it. */
export async function connected<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connectionOf(url), connectionTimeoutMillis: 5_000 });
  // A server that is stopped ends idle clients with an error event, which would otherwise end this process.
  client.on('error', () => {});
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => {});
  }
}
