import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { count } from '#lib/definition/columns.ts';
import { date } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { warehouseHealth } from '#lib/warehouse/health.ts';
import { listSummaries } from '#lib/warehouse/summaries.ts';
import { cancelRun } from './cancel.ts';
import { claimRun } from './claim.ts';
import { buildMissing } from './first-build.ts';
import { adminOverview } from './overview.ts';
import { requestRefresh } from './request.ts';
import { executeRun } from './run.ts';
import { everySeconds } from './schedule/every.ts';
import { requestDue, storeSchedules } from './schedule/schedule.ts';
import { openShop, orders, type Shop, shopRegistry } from './testing/shop.ts';

const scheduled = defineSummary({
  name: 'daily',
  description: 'Orders per day.',
  from: rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at'])),
  grain: { day: date('ordered_at') },
  columns: { orders: count() },
  refresh: { by: 'day', lookBack: 1, every: '15 minutes' },
  zone: 'UTC',
});

async function shop(t: TestContext, registry = shopRegistry): Promise<Shop> {
  const opened = await openShop(await testDatabase(), registry);
  t.after(() => opened.drop());
  await opened.pool.query(
    `insert into raw.orders values (1, '2024-03-01 10:00Z', 'KR', 10, 1), (2, '2024-03-05 10:00Z', 'US', 20, 2)`,
  );
  return opened;
}

describe('requestRefresh()', () => {
  it('refuses an unknown summary and a range the wrong way round', async (t) => {
    const { engine } = await shop(t);
    const wish = { summary: 'daily', requestedBy: 'test' };
    await assert.rejects(
      requestRefresh(engine.store, engine.registry, { ...wish, summary: 'weekly' }),
      /no summary called "weekly"/,
    );
    await assert.rejects(
      requestRefresh(engine.store, engine.registry, { ...wish, range: { from: '2024-03-02', to: '2024-03-02' } }),
      /the first before the second/,
    );
  });
});

describe('cancelRun()', () => {
  it('ends a waiting run at once, and a working one within a few seconds', { timeout: 30_000 }, async (t) => {
    const { engine, pool } = await shop(t);
    const wish = { summary: 'daily', requestedBy: 'test' };
    const waiting = await requestRefresh(engine.store, engine.registry, wish);
    await cancelRun(engine.store, waiting.id);
    const working = await requestRefresh(engine.store, engine.registry, wish);
    assert.notEqual(working.id, waiting.id);
    const locker = await pool.connect();
    await locker.query('begin; lock table raw.orders in access exclusive mode');
    const run = await claimRun(engine);
    assert.ok(run);
    const executing = executeRun({ ...engine, lease: { seconds: 5, renewMs: 100 } }, run, new AbortController().signal);
    await cancelRun(engine.store, working.id);
    await executing;
    await locker.query('rollback');
    locker.release();
    const states = await engine.store.selectFrom('run').select('state').orderBy('id').execute();
    assert.deepEqual(
      states.map((each) => each.state),
      ['cancelled', 'cancelled'],
    );
  });
});

/** No summary here names tables to watch. */
const unwatched = async () => assert.fail('nothing is watched');

describe('requestDue()', () => {
  it('makes one run of all missed ticks, in whichever worker asks first', async (t) => {
    const { engine } = await shop(t, defineRegistry({ summaries: [scheduled], dashboards: [] }));
    await storeSchedules(engine.store, engine.registry);
    await engine.store
      .updateTable('schedule')
      .set({ next_at: new Date(Date.now() - 86_400_000) })
      .execute();
    const asked = await Promise.all(
      Array.from({ length: 5 }, () => requestDue(engine.store, engine.registry, unwatched)),
    );
    assert.deepEqual(asked.flat(), ['daily']);
    assert.deepEqual(await requestDue(engine.store, engine.registry, unwatched), []);
    const { next_at } = await engine.store.selectFrom('schedule').select('next_at').executeTakeFirstOrThrow();
    const wait = next_at.getTime() - Date.now();
    assert.ok(wait > 0 && wait <= 15 * 60_000, String(wait));
  });
});

describe('everySeconds()', () => {
  it('reads durations and nothing else', () => {
    assert.equal(everySeconds('15 minutes'), 900);
    assert.equal(everySeconds('1 day'), 86_400);
    for (const wrong of ['15', '0 minutes', 'minutes', '1.5 hours', '-1 day']) assert.equal(everySeconds(wrong), null);
  });
});

describe('what the pages are told', () => {
  it('before and after the first build, and when the source has more', async (t) => {
    const opened = await shop(t);
    const { environment, engine } = opened;
    const health = () => warehouseHealth(engine.registry, environment);
    assert.deepEqual((await health()).summaries, { total: 2, complete: 0 });
    assert.equal((await health()).status, 'building');
    const lines: string[] = [];
    await buildMissing({ registry: engine.registry, environment, log: (line) => lines.push(line) });
    assert.match(lines[0] ?? '', /daily, monthly: building/);
    assert.deepEqual((await health()).status, 'ok');
    assert.deepEqual(await listSummaries(engine.registry, environment), [
      { name: 'daily', completeThrough: '2024-03-05T10:00:00.000Z', epoch: 1, rows: 2 },
      { name: 'monthly', completeThrough: '2024-03-05T10:00:00.000Z', epoch: 1, rows: 2 },
    ]);
    const overview = await adminOverview(engine.registry, environment);
    assert.equal(overview.epoch, 1);
    const [daily, monthly] = overview.summaries;
    assert.deepEqual([daily?.downstream, monthly?.upstream], [['monthly'], ['daily']]);
    const run = overview.runs[0];
    assert.deepEqual(
      [run?.state, run?.unitsDone, run?.unitsTotal, run?.rowsOpened, run?.epochs, run?.requestedBy],
      ['succeeded', 1, 1, '4', { from: 1, to: 1 }, 'start'],
    );
    await opened.pool.query(`update summa._watermark set through = '2024-03-07'`);
    assert.deepEqual((await health()).summaries, { total: 2, complete: 1 });
    assert.equal((await warehouseHealth(engine.registry, { ...environment, schema: 'nowhere' })).status, 'unavailable');
  });
});
