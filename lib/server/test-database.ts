import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openHome, startEmbeddedPostgres } from '#lib/server/embedded-postgres.ts';
import { connected, ensureControl, ensureWarehouse, type roles } from '#lib/server/postgres-databases.ts';

/** Two fresh databases on a real PostgreSQL. */
export type TestDatabase = {
  /** The warehouse as `summa`, with Summa's schema `summa` empty. */
  url: string;
  /** The same as `summa_read`. */
  readUrl: string;
  /** The same as the superuser, for what only the server's owner may do. */
  serverUrl: string;
  /** An empty control store. */
  controlUrl: string;
  /** A pool on `url`. */
  pool: pg.Pool;
  drop(): Promise<void>;
};

/**
 * A fresh warehouse and control store. They are dropped after the test given, or by `drop()`.
 *
 *     it('counts', async (t) => {
 *       const { pool } = await testDatabase(t);
 *     });
 */
export async function testDatabase(t?: { after(fn: () => Promise<void>): void }): Promise<TestDatabase> {
  server ??= testServer();
  const { url } = await server;
  const suffix = randomBytes(6).toString('hex');
  const warehouse = `warehouse_${suffix}`;
  const control = `control_${suffix}`;
  const asServer = (database: string) => url(database, 'server');
  await ensureWarehouse(asServer, warehouse, 'summa');
  await ensureControl(asServer, control);
  const pool = new pg.Pool({ connectionString: url(warehouse, 'owner'), max: 10 });
  pool.on('error', () => {});
  let dropped = false;
  const drop = async () => {
    if (dropped) return;
    dropped = true;
    await pool.end();
    await connected(asServer('postgres'), async (client) => {
      await client.query(`drop database if exists ${warehouse} with (force)`);
      await client.query(`drop database if exists ${control} with (force)`);
    });
  };
  t?.after(drop);
  return {
    url: url(warehouse, 'owner'),
    readUrl: url(warehouse, 'reader'),
    serverUrl: url(warehouse, 'server'),
    controlUrl: url(control, 'owner'),
    pool,
    drop,
  };
}

/** The URLs of a test server, as the test runner hands them to each test file. */
export type TestServer = { url(database: string, role: keyof typeof roles): string };

/** The variable that names a running test server to `testDatabase`. */
export function testServerVariable(server: TestServer): { SUMMA_TEST_SERVER: string } {
  const url = (role: keyof typeof roles) => server.url('postgres', role);
  return { SUMMA_TEST_SERVER: JSON.stringify({ server: url('server'), owner: url('owner'), reader: url('reader') }) };
}

let server: Promise<TestServer> | undefined;

async function testServer(): Promise<TestServer> {
  const given = process.env.SUMMA_TEST_SERVER;
  if (given) {
    const urls = JSON.parse(given) as Record<keyof typeof roles, string>;
    return { url: (database, role) => urls[role].replace('/postgres?', `/${database}?`) };
  }
  const home = await mkdtemp(path.join(tmpdir(), 'summa-test-'));
  await openHome(home);
  const started = await startEmbeddedPostgres({ home, test: true });
  // A test file ends when nothing is left to do, so the exit is where the server must go. Only synchronous work is
  // possible there, and nothing of it is to be kept: immediate shutdown, then the folder.
  process.once('exit', () => {
    const pidFile = path.join(home, 'postgres', 'data', 'postmaster.pid');
    try {
      process.kill(started.pid, 'SIGQUIT');
    } catch {
      // It is gone already.
    }
    const sleeper = new Int32Array(new SharedArrayBuffer(4));
    for (let waited = 0; waited < 3_000 && existsSync(pidFile); waited += 10) Atomics.wait(sleeper, 0, 0, 10);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });
  return started;
}
