import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { listSummaries } from '#lib/warehouse/summaries.ts';
import type { Days } from '../plan/plan.ts';
import { pauseAt } from '../testing/pause-at.ts';
import { assertServesPlain } from '../testing/plain.ts';
import { begin, request, stateOf } from '../testing/run-of.ts';
import { allMonths, threeMonths } from '../testing/three-months.ts';
import { startWorker } from '../worker/worker.ts';
import { claimRun } from './claim.ts';
import { runToItsEnd } from './first-build.ts';
import { lockDays, turnOf } from './lock.ts';
import { requeueLost } from './lost-runs.ts';
import { executeRun } from './run.ts';

const january: Days = { from: '2024-01-01', to: '2024-02-01' };
const february: Days = { from: '2024-02-01', to: '2024-03-01' };

describe('runs of disjoint days of one chain', () => {
  it('write at the same time, and what is served is right', { timeout: 120_000 }, async (t) => {
    const shop = await threeMonths(t);
    const runs = [await request(shop, { range: january }), await request(shop, { range: february })];
    // Each waits for the other inside its build, so none can have ended before the other began.
    const { reached, go } = pauseAt(t, 'before enter publishing');
    const working = await Promise.all(runs.map((id) => begin(shop, id)));
    await reached(2);
    go();
    await Promise.all(working.map(({ end }) => end));
    for (const id of runs) assert.equal((await stateOf(shop, id)).state, 'succeeded');
    assert.equal(await shop.refresh({ mode: 'all', range: { from: '2024-03-01', to: '2024-04-01' } }), null);
    await assertServesPlain(shop);
    const { epoch } = await latestEpoch(shop.pool, 'summa');
    assert.equal(epoch, 4);
    const [daily] = await listSummaries(shop.engine.registry, shop.environment);
    assert.equal(daily?.completeThrough, '2024-03-28T03:00:00.000Z');
    assert.deepEqual(await shop.engine.store.selectFrom('run_lock').selectAll().execute(), []);
  });
});

describe('runs of the same days', () => {
  it('wait for each other in the queue, with the reason', { timeout: 120_000 }, async (t) => {
    const shop = await threeMonths(t);
    const first = await request(shop, { range: january });
    // Other days, but of a month that both publish.
    const second = await request(shop, { range: { from: '2024-01-20', to: '2024-02-05' } });
    const whole = await request(shop);
    const { reached, go } = pauseAt(t, 'before enter publishing');
    const working = await begin(shop, first);
    await reached();
    await (await begin(shop, second)).end;
    await (await begin(shop, whole)).end;
    const waiting = await stateOf(shop, second);
    assert.deepEqual([waiting.state, waiting.waits_for, waiting.plan], ['queued', first, null]);
    assert.match(waiting.error ?? '', new RegExp(`Waits for run ${first}`));
    assert.equal((await stateOf(shop, whole)).state, 'queued');
    assert.equal(await claimRun(shop.engine), null);
    // Days that only the full rebuild wants too: it asked first.
    const march = await request(shop, { range: { from: '2024-03-01', to: '2024-04-01' } });
    await (await begin(shop, march)).end;
    assert.equal((await stateOf(shop, march)).waits_for, whole);
    go();
    await working.end;
    for (const id of [second, whole, march]) assert.equal(await runToItsEnd(shop.engine, id), null);
    await assertServesPlain(shop);
  });

  it('never wait for each other: the older goes first', { timeout: 120_000 }, async (t) => {
    const shop = await threeMonths(t);
    const older = await request(shop, { range: january });
    const newer = await request(shop);
    const { reached, go } = pauseAt(t, 'before enter publishing');
    const working = await begin(shop, newer);
    await reached();
    await (await begin(shop, older)).end;
    assert.equal((await stateOf(shop, older)).waits_for, newer);
    await sql`update summa_control.run set lease_until = now() - interval '1 second' where id = ${newer}`.execute(
      shop.engine.store,
    );
    assert.deepEqual(await requeueLost(shop.engine.store), [newer]);
    go();
    await working.end;
    await (await begin(shop, newer)).end;
    assert.equal((await stateOf(shop, newer)).waits_for, older);
    // Nobody else is there to take up the one that is waited for.
    assert.equal(await runToItsEnd(shop.engine, newer), null);
    assert.equal((await stateOf(shop, older)).state, 'succeeded');
    await assertServesPlain(shop);
  });

  it('cannot both hold their lock', async (t) => {
    const shop = await threeMonths(t);
    const { store } = shop.engine;
    const one = await request(shop, { range: january });
    const other = await request(shop, { range: february });
    await turnOf(store, 'daily');
    await lockDays(store, { id: one, chain: 'daily' }, [january], true);
    await lockDays(store, { id: other, chain: 'daily' }, [february], true);
    const overlap = { from: '2024-01-31', to: '2024-03-01' };
    await assert.rejects(lockDays(store, { id: other, chain: 'daily' }, [overlap], true), { code: '23P01' });
    await assert.rejects(lockDays(store, { id: other, chain: 'daily' }, null, true), { code: '23P01' });
    await lockDays(store, { id: other, chain: 'daily' }, [overlap], false);
  });
});

describe('fifty clicks', () => {
  it('make one run that works and one that waits', { timeout: 120_000 }, async (t) => {
    const shop = await threeMonths(t);
    const clicks = async () => {
      const clicked = await Promise.all(Array.from({ length: 50 }, () => request(shop, { mode: 'due' })));
      return new Set(clicked);
    };
    const first = await clicks();
    assert.equal(first.size, 1);
    const claims = await Promise.all(Array.from({ length: 5 }, () => claimRun(shop.engine)));
    const run = claims.find((claim) => claim !== null);
    assert.ok(run);
    assert.equal(claims.filter((claim) => claim !== null).length, 1);
    // Its plan is not frozen yet: it will be made after the last of these, and covers them.
    assert.deepEqual(await clicks(), first);
    const { reached, go } = pauseAt(t, 'before begin build');
    const working = executeRun(shop.engine, run, new AbortController().signal);
    await reached();
    const second = await clicks();
    const [waiting = ''] = second;
    assert.deepEqual([second.size, second.has(run.id)], [1, false]);
    // Known from the request on, so nobody even plans it.
    const { waits_for, error } = await stateOf(shop, waiting);
    assert.deepEqual([waits_for, error], [run.id, `Waits for run ${run.id}, which writes some of the same days.`]);
    assert.equal(await claimRun(shop.engine), null);
    assert.deepEqual(await clicks(), second);
    go();
    await working;
    assert.equal((await stateOf(shop, run.id)).state, 'succeeded');
    assert.equal(await runToItsEnd(shop.engine, waiting), null);
    assert.equal(await shop.refresh({ mode: 'all', range: { from: '2024-01-01', to: '2025-01-01' } }), null);
    await assertServesPlain(shop);
  });

  it('while a run is planned make it plan again', { timeout: 120_000 }, async (t) => {
    const shop = await threeMonths(t);
    const id = await request(shop, { mode: 'due' });
    const { reached, go } = pauseAt(t, 'before freeze plan');
    const working = await begin(shop, id);
    await reached();
    // A month of its own, so only a new plan has it.
    await shop.pool.query(`insert into raw.orders values (9000, '2024-05-02 00:00Z', 'KR', 5, 1)`);
    assert.equal(await request(shop, { mode: 'due' }), id);
    go();
    await working.end;
    const { rows } = await shop.pool.query(`select rows_opened::int from summa._publish_summary where summary = 'daily'
      and range_from <= '2024-05-02' and range_to > '2024-05-02'`);
    assert.equal(rows.length, 1);
  });
});

describe('the limit of runs at once', () => {
  it('holds in all workers together, however many claim at the same time', { timeout: 120_000 }, async (t) => {
    const shop = await threeMonths(t);
    for (let month = 1; month <= 9; month++) {
      await request(shop, { range: { from: `2024-0${month}-01`, to: `2024-0${month}-02` } });
    }
    const engine = { ...shop.engine, concurrency: 3 };
    const claims = await Promise.all(Array.from({ length: 40 }, () => claimRun(engine)));
    assert.equal(claims.filter((run) => run !== null).length, 3);
    const [one] = claims.filter((run) => run !== null);
    assert.ok(one);
    await executeRun(engine, one, new AbortController().signal);
    const more = await Promise.all(Array.from({ length: 40 }, () => claimRun(engine)));
    assert.equal(more.filter((run) => run !== null).length, 1);
  });
});

describe('many runs of any days, in two workers', () => {
  it('all end well, and leave what plain SQL says', { timeout: 300_000 }, async (t) => {
    const shop = await threeMonths(t);
    const { store } = shop.engine;
    const environment = { ...shop.environment, refreshConcurrency: 4 };
    const start = () =>
      startWorker({ registry: shop.engine.registry, environment, beatMs: 200, demo: false, log: () => {} });
    const workers = await Promise.all([start(), start()]);
    try {
      for (let asked = 1; asked <= 24; asked++) {
        await shop.pool.query('update raw.orders set amount = amount + 1 where order_id % 24 = $1', [asked]);
        const first = Math.floor(Math.random() * 80);
        const day = (number: number) => new Date(Date.UTC(2024, 0, 1 + number)).toISOString().slice(0, 10);
        const range = { from: day(first), to: day(first + 1 + Math.floor(Math.random() * 20)) };
        await request(shop, asked % 8 === 0 ? {} : asked % 5 === 0 ? { mode: 'due' } : { range });
      }
      await request(shop, { range: allMonths });
      const open = () => store.selectFrom('run').select('id').where('finished_at', 'is', null).execute();
      while ((await open()).length > 0) await sleep(100);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
    }
    const states = await store.selectFrom('run').select(['state', 'error']).distinct().execute();
    assert.deepEqual(states, [{ state: 'succeeded', error: null }]);
    assert.deepEqual(await store.selectFrom('run_lock').selectAll().execute(), []);
    await assertServesPlain(shop);
  });
});
