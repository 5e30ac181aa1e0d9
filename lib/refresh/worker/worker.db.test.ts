import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { mostLosses } from '../run/lost-runs.ts';
import { requestRefresh } from '../run/request.ts';
import { readAt } from '../testing/read-at.ts';
import { openShop, plainDaily, plainMonthly, type Shop } from '../testing/shop.ts';

async function shopWithOrders(t: TestContext): Promise<Shop> {
  const shop = await openShop(await testDatabase());
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-02-10 00:00Z' + g * interval '1 minute', case g % 3 when 0 then 'KR' else 'US' end, g, g % 97
      from generate_series(1, 40000) g`);
  return shop;
}

async function startProcess(t: TestContext, shop: Shop, leaseSeconds: number): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, '..', 'testing', 'worker-process.ts'), {
    env: { ...process.env, SHOP: JSON.stringify(shop.environment), LEASE_SECONDS: String(leaseSeconds) },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  t.after(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Holds up every build until it is called off. */
async function lockOrders(shop: Shop): Promise<() => Promise<void>> {
  const client = new pg.Client(shop.url);
  client.on('error', () => {});
  await client.connect();
  await client.query('begin; lock table raw.orders in access exclusive mode');
  return () => client.end();
}

/** Of two workers, the one that has the run first. */
async function holderOf(shop: Shop, id: string, workers: [ChildProcess, ChildProcess]) {
  const query = shop.engine.store.selectFrom('run').select('worker').where('id', '=', id);
  const { worker } = await query.executeTakeFirstOrThrow();
  return worker?.endsWith(` ${workers[0].pid}`) ? workers : ([workers[1], workers[0]] as const);
}

type Row = { id: string; state: string; attempt: number; error: string | null };

async function runs(shop: Shop): Promise<Row[]> {
  return shop.engine.store.selectFrom('run').select(['id', 'state', 'attempt', 'error']).orderBy('id').execute();
}

async function untilAllEnd(shop: Shop, withinMs: number): Promise<void> {
  const began = performance.now();
  for (;;) {
    const open = (await runs(shop)).filter(
      (run) => !['succeeded', 'partial', 'failed', 'cancelled'].includes(run.state),
    );
    if (open.length === 0) return;
    assert.ok(performance.now() - began < withinMs, `still open: ${JSON.stringify(open)}`);
    await sleep(100);
  }
}

async function untilState(shop: Shop, id: string, state: string, withinMs = 60_000): Promise<void> {
  for (const began = performance.now(); performance.now() - began < withinMs; await sleep(50)) {
    if ((await runs(shop)).some((run) => run.id === id && run.state === state)) return;
  }
  assert.fail(`run ${id} did not become ${state}: ${JSON.stringify(await runs(shop))}`);
}

/** The long form kills more often: `SUMMA_KILLS=200 SUMMA_ZOMBIES=50`. */
const kills = Number(process.env.SUMMA_KILLS ?? 8);
const zombies = Number(process.env.SUMMA_ZOMBIES ?? 3);

const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();

async function assertWhole(shop: Shop) {
  const { epoch } = await latestEpoch(shop.pool, 'summa');
  const daily = await shop.pool.query(plainDaily);
  const monthly = await shop.pool.query(plainMonthly);
  assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'daily')), sorted(daily.rows));
  assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'monthly')), sorted(monthly.rows));
  const { rows } = await shop.pool.query(`
    select (select count(*) from summa._publish)::int as publishes, (select n from summa._epoch)::int as epochs,
           (select count(*) from pg_tables where schemaname = 'summa' and tablename ~ '^_s[0-9]')::int as stages,
           (select count(*) from summa._generation where from_epoch is null)::int as unpublished`);
  assert.deepEqual(rows[0], { publishes: epoch, epochs: epoch, stages: 0, unpublished: 0 });
}

describe('a worker', () => {
  it('killed at any moment leaves nothing half-published, and its runs resume', {
    timeout: 300_000 + kills * 5_000,
  }, async (t) => {
    const shop = await shopWithOrders(t);
    for (let kill = 1; kill <= kills; kill++) {
      const worker = await startProcess(t, shop, 1);
      await shop.pool.query('update raw.orders set amount = amount + 1 where order_id % 50 = $1', [kill]);
      const mode = kill % 3 === 0 ? 'all' : 'due';
      await requestRefresh(shop.engine.store, shop.engine.registry, {
        summary: 'daily',
        mode,
        range: mode === 'all' && kill > 3 ? { from: '2024-02-01', to: '2024-04-01' } : null,
        requestedBy: 'test',
      });
      await sleep(Math.random() * 900);
      if (kill % 4 === 0) {
        // The server ends the run's connection instead: the run is queued again by its own worker.
        await shop.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'summa run %' and datname = current_database()`,
        );
        await sleep(300);
      }
      worker.kill('SIGKILL');
      await ended(worker);
    }
    const last = await startProcess(t, shop, 1);
    await untilAllEnd(shop, 120_000);
    await requestRefresh(shop.engine.store, shop.engine.registry, {
      summary: 'daily',
      mode: 'all',
      range: { from: '2024-01-01', to: '2025-01-01' },
      requestedBy: 'test',
    });
    await untilAllEnd(shop, 120_000);
    last.kill('SIGTERM');
    await ended(last);
    const all = await runs(shop);
    assert.equal(all.at(-1)?.state, 'succeeded');
    // One run may be hit five times before it is through, on a machine with much else to do; it then ends and says so.
    const givenUp = all.filter(({ error }) => error?.startsWith(`The worker was lost ${mostLosses} times.`));
    assert.ok(givenUp.length <= kills / mostLosses, `${givenUp.length} runs were given up`);
    for (const run of all) if (!givenUp.includes(run)) assert.equal(run.state, 'succeeded', run.error ?? run.state);
    await assertWhole(shop);
  });

  it('killed with the usual lease is replaced within 15 s', { timeout: 180_000 }, async (t) => {
    const shop = await shopWithOrders(t);
    const workers: [ChildProcess, ChildProcess] = [await startProcess(t, shop, 10), await startProcess(t, shop, 10)];
    const unlock = await lockOrders(shop);
    const { id } = await requestRefresh(shop.engine.store, shop.engine.registry, {
      summary: 'daily',
      requestedBy: 'test',
    });
    await untilAttempt(shop, id, 1);
    const [victim] = await holderOf(shop, id, workers);
    victim.kill('SIGKILL');
    const began = performance.now();
    await untilAttempt(shop, id, 2);
    const recovery = performance.now() - began;
    await unlock();
    await untilState(shop, id, 'succeeded');
    assert.ok(recovery < 15_000, `${recovery} ms`);
    t.diagnostic(`a lost run was taken over after ${(recovery / 1000).toFixed(1)} s`);
    await assertWhole(shop);
  });

  it('stopped and continued publishes nothing of what another took over', { timeout: 180_000 }, async (t) => {
    const shop = await shopWithOrders(t);
    assert.equal(await shop.refresh(), null);
    await shop.pool.query('update raw.orders set amount = amount + 1');
    const workers: [ChildProcess, ChildProcess] = [await startProcess(t, shop, 1), await startProcess(t, shop, 1)];
    const unlock = await lockOrders(shop);
    const { id } = await requestRefresh(shop.engine.store, shop.engine.registry, {
      summary: 'daily',
      requestedBy: 'test',
    });
    await untilAttempt(shop, id, 1);
    const [zombie, heir] = await holderOf(shop, id, workers);
    zombie.kill('SIGSTOP');
    await untilAttempt(shop, id, 2);
    await unlock();
    zombie.kill('SIGCONT');
    await untilState(shop, id, 'succeeded');
    await sleep(1_000);
    const { rows } = await shop.pool.query('select distinct attempt from summa._publish where run = $1', [id]);
    assert.deepEqual(rows, [{ attempt: 2 }]);
    zombie.kill('SIGKILL');
    heir.kill('SIGTERM');
    await Promise.all([ended(zombie), ended(heir)]);
    // What lies behind the look-back is as it was; everything else is new.
    assert.equal(await shop.refresh({ mode: 'all', range: { from: '2024-01-01', to: '2025-01-01' } }), null);
    await assertWhole(shop);
  });

  it('stopped at any moment and continued publishes nothing twice and nothing stale', {
    timeout: 120_000 + zombies * 20_000,
  }, async (t) => {
    const shop = await shopWithOrders(t);
    assert.equal(await shop.refresh(), null);
    const workers: [ChildProcess, ChildProcess] = [await startProcess(t, shop, 1), await startProcess(t, shop, 1)];
    let takenOver = 0;
    for (let round = 1; round <= zombies; round++) {
      await shop.pool.query('update raw.orders set amount = amount + 1');
      const { id } = await requestRefresh(shop.engine.store, shop.engine.registry, {
        summary: 'daily',
        mode: 'all',
        range: { from: '2024-01-01', to: '2025-01-01' },
        requestedBy: 'test',
      });
      await untilAttempt(shop, id, 1);
      // From its first statement to about its end.
      await sleep(Math.random() * 500);
      const [zombie] = await holderOf(shop, id, workers);
      zombie.kill('SIGSTOP');
      await untilAttemptOrEnd(shop, id, 2);
      zombie.kill('SIGCONT');
      await untilState(shop, id, 'succeeded', 60_000);
      const run = (await runs(shop)).find((each) => each.id === id);
      if ((run?.attempt ?? 1) > 1) takenOver += 1;
    }
    await sleep(1_500);
    for (const worker of workers) worker.kill('SIGTERM');
    await Promise.all(workers.map(ended));
    const twice = await shop.pool.query('select run, unit from summa._publish group by run, unit having count(*) > 1');
    assert.deepEqual(twice.rows, []);
    await assertWhole(shop);
    t.diagnostic(`${zombies} workers were stopped and continued, ${takenOver} runs of theirs taken over meanwhile`);
  });

  it('told to stop gives its run back at once, and another goes on', { timeout: 180_000 }, async (t) => {
    const shop = await shopWithOrders(t);
    const worker = await startProcess(t, shop, 10);
    const unlock = await lockOrders(shop);
    const { id } = await requestRefresh(shop.engine.store, shop.engine.registry, {
      summary: 'daily',
      requestedBy: 'test',
    });
    await untilAttempt(shop, id, 1);
    const began = performance.now();
    worker.kill('SIGTERM');
    await ended(worker);
    assert.ok(performance.now() - began < 5_000);
    assert.deepEqual(
      (await runs(shop)).map((run) => run.state),
      ['queued'],
    );
    await unlock();
    await startProcess(t, shop, 10);
    await untilState(shop, id, 'succeeded');
    await assertWhole(shop);
  });
});

async function untilAttempt(shop: Shop, id: string, attempt: number): Promise<void> {
  for (let waited = 0; waited < 1200; waited++) {
    const run = (await runs(shop)).find((each) => each.id === id);
    if (run && run.attempt >= attempt && !['queued', 'lost'].includes(run.state)) return;
    await sleep(50);
  }
  assert.fail(`run ${id} had no attempt ${attempt}: ${JSON.stringify(await runs(shop))}`);
}

async function untilAttemptOrEnd(shop: Shop, id: string, attempt: number): Promise<void> {
  for (let waited = 0; waited < 600; waited++) {
    const run = (await runs(shop)).find((each) => each.id === id);
    if (run && (run.state === 'succeeded' || run.attempt >= attempt)) return;
    await sleep(50);
  }
  assert.fail(`run ${id} was not taken over: ${JSON.stringify(await runs(shop))}`);
}
