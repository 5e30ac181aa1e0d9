import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openHome } from '#lib/server/embedded-postgres.ts';
import { connected } from '#lib/server/postgres-databases.ts';
import { runningPostgres } from '#lib/server/running-postgres.ts';
import { supervise } from '#lib/server/supervisor.ts';

/** A supervisor that commits numbers as fast as it can and says each one once it is committed. */
const writer = (home: string) => `
  import pg from 'pg';
  import { supervise } from '#lib/server/supervisor.ts';
  const supervisor = await supervise(${JSON.stringify(home)}, () => {});
  const { WAREHOUSE_URL } = await supervisor.postgres({});
  console.log('up');
  for (;;) {
    const client = new pg.Client({ connectionString: WAREHOUSE_URL });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('create table if not exists summa.n (n bigint generated always as identity)');
      for (;;) console.log((await client.query('insert into summa.n default values returning n')).rows[0].n);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
`;

/** Kills one of the two at a moment of its own choosing; answers what was said to be committed. */
async function round(home: string, victim: 'Node' | 'postmaster', t: { signal: AbortSignal }): Promise<string[]> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer(home)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    signal: t.signal,
  });
  let ended = false;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      ended = true;
      resolve();
    });
  });
  child.once('error', () => {});
  const said: string[] = [];
  const began = Date.now();
  let upAfter = Number.POSITIVE_INFINITY;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (line === 'up') upAfter = Date.now() - began;
    else said.push(line);
  });
  /** Waits for more commits, but not for ever. */
  const until = async (count: number) => {
    const deadline = Date.now() + 20_000;
    while (said.length < count) {
      assert.ok(!ended && Date.now() < deadline, `${said.length} of ${count} commits after 20 s (ended: ${ended})`);
      await delay(5);
    }
  };
  await until(20);
  assert.ok(upAfter < 10_000, `up again after ${upAfter} ms`);
  await delay(Math.random() * 200);
  if (victim === 'postmaster') {
    const before = said.length;
    process.kill(runningPostgres(path.join(home, 'postgres', 'data'))?.pid ?? 0, 'SIGKILL');
    const killed = Date.now();
    await delay(100);
    // It is back when something more has been committed.
    await until(before + 6);
    assert.ok(Date.now() - killed < 10_000, `back after ${Date.now() - killed} ms`);
  }
  child.kill('SIGKILL');
  await gone;
  // Its last lines may still be in the pipe.
  await delay(20);
  return said;
}

it('the embedded server loses no commit when Node or the server is killed', async (t) => {
  const home = await mkdtemp(path.join(tmpdir(), 'summa-survival-'));
  await openHome(home);
  t.after(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  const rounds = Number(process.env.SUMMA_TEST_KILLS ?? 6);
  const said: string[] = [];
  for (let number = 0; number < rounds; number++) {
    said.push(...(await round(home, number % 2 === 0 ? 'Node' : 'postmaster', t)));
  }
  const supervisor = await supervise(home, () => {});
  const { WAREHOUSE_URL } = await supervisor.postgres({});
  const { rows } = await connected(WAREHOUSE_URL, (client) => client.query<{ n: string }>('select n from summa.n'));
  await supervisor.stop();
  const kept = new Set(rows.map(({ n }) => n));
  const lost = said.filter((n) => !kept.has(n));
  t.diagnostic(`${rounds} kills, ${said.length} commits said, ${lost.length} lost`);
  assert.deepEqual(lost, []);
});
