import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, openHome, startEmbeddedPostgres } from '#lib/server/embedded-postgres.ts';
import { supervise } from '#lib/server/supervisor.ts';
import { SupervisorRunning } from '#lib/server/supervisor-lock.ts';

type Context = { after(fn: () => Promise<void>): void };

async function freshHome(t: Context, name = 'summa-embedded-'): Promise<string> {
  const home = await mkdtemp(path.join(tmpdir(), name));
  await openHome(home);
  t.after(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  return home;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A Node process that starts the server on this home and then waits; killed, it leaves the server behind. */
function otherProcess(home: string, what: string): Promise<{ child: ChildProcess; said: string }> {
  const script = `
    import { startEmbeddedPostgres } from '#lib/server/embedded-postgres.ts';
    import { supervise } from '#lib/server/supervisor.ts';
    const home = ${JSON.stringify(home)};
    const log = () => {};
    ${what}
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (data) => resolve({ child, said: String(data).trim() }));
    child.once('exit', (code) => reject(new Error(`the other process ended with ${code}`)));
  });
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

describe('startEmbeddedPostgres({ home })', () => {
  it('listens only on a private socket, asks for a password and keeps what was committed', async (t) => {
    const home = await freshHome(t);
    const first = await startEmbeddedPostgres({ home });
    await query(first.warehouseUrl, 'create table summa.t as select 42 as n');
    assert.deepEqual(await query(first.serverUrl, 'show listen_addresses'), [{ listen_addresses: '' }]);
    assert.equal((await stat(path.join(home, 'postgres', 'run'))).mode & 0o777, 0o700);
    assert.equal((await stat(path.join(home, 'postgres-passwords.json'))).mode & 0o777, 0o600);
    await assert.rejects(query(first.warehouseUrl.replace(/:[^:@]+@/, ':wrong@'), 'select 1'), /authentication failed/);
    await first.stop();
    const second = await startEmbeddedPostgres({ home });
    assert.deepEqual(await query(second.warehouseReadUrl, 'select n from summa.t'), [{ n: 42 }]);
    await second.stop();
  });

  it('generates other passwords on every install', async (t) => {
    const homes = [await freshHome(t), await freshHome(t)];
    const servers: EmbeddedPostgres[] = [];
    for (const home of homes) servers.push(await startEmbeddedPostgres({ home, test: true }));
    const [one, two] = await Promise.all(
      homes.map((home) => readFile(path.join(home, 'postgres-passwords.json'), 'utf8')),
    );
    for (const server of servers) await server.stop();
    assert.notEqual(one, two);
  });

  it('adopts the server that a killed process left behind', async (t) => {
    const home = await freshHome(t);
    const { child, said } = await otherProcess(home, 'console.log((await startEmbeddedPostgres({ home })).pid);');
    await kill(child);
    const server = await startEmbeddedPostgres({ home });
    assert.equal(server.adopted, true);
    assert.equal(server.pid, Number(said));
    await server.stop();
    await server.gone;
  });

  it('comes up again after the server itself was killed, with all that was committed', async (t) => {
    const home = await freshHome(t);
    const first = await startEmbeddedPostgres({ home });
    await query(first.warehouseUrl, 'create table summa.t as select generate_series(1, 100000) as n');
    process.kill(first.pid, 'SIGKILL');
    await first.gone;
    const began = Date.now();
    const second = await startEmbeddedPostgres({ home });
    assert.ok(Date.now() - began < 10_000, `took ${Date.now() - began} ms`);
    assert.deepEqual(await query(second.warehouseReadUrl, 'select count(*)::int as n from summa.t'), [{ n: 100_000 }]);
    await second.stop();
  });

  it('is not held up by a pid file that names another program', async (t) => {
    const home = await freshHome(t);
    const first = await startEmbeddedPostgres({ home, test: true });
    const file = path.join(home, 'postgres', 'data', 'postmaster.pid');
    const lines = (await readFile(file, 'utf8')).split('\n');
    await first.stop();
    await writeFile(file, [String(process.pid), ...lines.slice(1)].join('\n'));
    const second = await startEmbeddedPostgres({ home, test: true });
    assert.equal(second.adopted, false);
    await second.stop();
  });

  it('works below a folder whose path is too long for a socket, and has spaces', async (t) => {
    const outer = await freshHome(t);
    const home = path.join(outer, 'a folder with spaces', 'x'.repeat(80));
    const server = await startEmbeddedPostgres({ home, test: true });
    assert.deepEqual(await query(server.controlUrl, 'select 1 as n'), [{ n: 1 }]);
    const folder = new URL(server.controlUrl).searchParams.get('host') ?? '';
    await server.stop();
    await assert.rejects(stat(folder), /ENOENT/);
  });
});

describe('supervise(home, log)', () => {
  it('refuses a folder that another living process supervises, and takes it over once that is killed', async (t) => {
    const home = await freshHome(t);
    const { child } = await otherProcess(
      home,
      'const s = await supervise(home, log); await s.postgres({}); console.log("up");',
    );
    await assert.rejects(
      supervise(home, () => {}),
      (error) => {
        assert.ok(error instanceof SupervisorRunning);
        assert.match(error.message, new RegExp(`process ${child.pid}.*Use that one, stop it first, or set SUMMA_HOME`));
        return true;
      },
    );
    await kill(child);
    const supervisor = await supervise(home, () => {});
    await supervisor.postgres({});
    await supervisor.stop();
  });

  it('lets exactly one of many have the folder', async (t) => {
    const home = await freshHome(t);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => supervise(home, () => {})));
    assert.equal(tries.filter((one) => one.status === 'fulfilled').length, 1);
  });

  it('starts a killed server again, at the same URLs', async (t) => {
    const home = await freshHome(t);
    const lines: string[] = [];
    const supervisor = await supervise(home, (line) => lines.push(line));
    const { WAREHOUSE_URL } = await supervisor.postgres({});
    const [first] = (await readFile(path.join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(first), 'SIGKILL');
    while (!lines.includes('PostgreSQL runs again')) await delay(20);
    assert.deepEqual(await query(WAREHOUSE_URL, 'select 1 as n'), [{ n: 1 }]);
    await supervisor.stop();
    const next = await supervise(home, () => {});
    await next.stop();
  });
});
