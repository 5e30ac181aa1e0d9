import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { count, max, sum } from '#lib/definition/columns.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineRegistry, type Registry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { number } from '#lib/definition/tiles.ts';
import { PersonError } from '#lib/problem.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { reportChanges } from '../late/report-changes.ts';
import { readChain } from '../plan/chain.ts';
import { createEngine } from '../run/engine.ts';
import { runToItsEnd } from '../run/first-build.ts';
import { requestRefresh } from '../run/request.ts';
import { openShop, orders, type Shop, shopRegistry } from '../testing/shop.ts';
import { buildCost } from './build-cost.ts';
import { previewRefresh } from './preview-refresh.ts';
import type { PreviewWish } from './preview-types.ts';

async function shop(t: TestContext, registry?: Registry): Promise<Shop> {
  const opened = await openShop(await testDatabase(), registry);
  t.after(() => opened.drop());
  await opened.pool.query(
    `insert into raw.orders
     select n, timestamptz '2024-01-01 03:00Z' + n * interval '6 hours', 'KR', n, n % 7 from generate_series(1, 400) n`,
  );
  return opened;
}

const due: PreviewWish = { summary: 'daily', mode: 'due', range: null };

/** Previews, then runs the same wish and compares with the plan it was frozen with. */
async function previewThenRun({ engine }: Shop, wish: PreviewWish, registry = engine.registry) {
  const preview = await previewRefresh(engine, registry, wish);
  const running = createEngine({ registry, environment: engine.environment });
  const { id } = await requestRefresh(running.store, registry, { ...wish, requestedBy: 'test' });
  await runToItsEnd(running, id);
  const run = await running.store.selectFrom('run').select('plan').where('id', '=', id).executeTakeFirstOrThrow();
  const units = await running.store.selectFrom('run_unit').select('unit').where('run', '=', id).execute();
  assert.equal(preview.units, units.length, JSON.stringify(wish));
  const { kind, why, because } = preview;
  assert.ok(because);
  assert.deepEqual({ ...run.plan, kind, why, because }, run.plan, JSON.stringify(wish));
  return preview;
}

describe('previewRefresh(given, registry, wish)', () => {
  it('tells as many units as a run then plans, for every mode and range', { timeout: 240_000 }, async (t) => {
    const opened = await shop(t);
    const first = await previewThenRun(opened, due);
    assert.deepEqual([first.kind, first.partitions, first.estimate], ['full', 0, null]);
    assert.match(first.why, /never built/);

    const ranges = [
      null,
      { from: '2024-02-10', to: '2024-02-11' },
      { from: '2024-01-20', to: '2024-03-05' },
      { from: '2023-01-01', to: '2023-06-01' },
      { from: '2024-04-01', to: '2099-01-01' },
    ];
    for (const mode of ['due', 'missing', 'failed', 'all'] as const) {
      for (const range of ranges) await previewThenRun(opened, { summary: 'daily', mode, range });
    }
    await opened.pool.query(
      `insert into raw.orders select 1000 + n, timestamptz '2024-04-20Z' + n * interval '1 day', 'US', 1, 1 from generate_series(1, 30) n`,
    );
    for (const mode of ['missing', 'due', 'due'] as const)
      await previewThenRun(opened, { summary: 'monthly', mode, range: null });

    // Too large a number for the column it is added up in.
    await opened.pool.query(`insert into raw.orders values (5000, '2024-05-12Z', 'KR', 1e300, 1)`);
    const { engine } = opened;
    const failing = await requestRefresh(engine.store, engine.registry, {
      ...due,
      mode: 'all',
      range: { from: '2024-05-01', to: '2024-06-01' },
      requestedBy: 'test',
    });
    assert.notEqual(await runToItsEnd(engine, failing.id), null);
    await opened.pool.query('delete from raw.orders where order_id = 5000');
    const failed = await previewThenRun(opened, { summary: 'daily', mode: 'failed', range: null });
    assert.equal(failed.units, 1);
  });

  it('tells days, partitions, time and cost of a range', { timeout: 120_000 }, async (t) => {
    const opened = await shop(t);
    await opened.refresh();
    const wish: PreviewWish = { summary: 'daily', mode: 'all', range: { from: '2024-01-30', to: '2024-02-03' } };
    assert.equal((await previewThenRun(opened, wish)).estimate, null);
    // January's unit of two days takes 4 s, February's of two days 8 s.
    await sql`update summa_control.run_unit set finished_at = changed_at,
      started_at = changed_at - (ordinal + 1) * interval '4 seconds'`.execute(opened.engine.store);
    const preview = await previewRefresh(opened.engine, shopRegistry, wish);
    assert.deepEqual(preview.ranges, [wish.range]);
    assert.deepEqual(
      [preview.first, preview.last, preview.partitions, preview.units],
      ['2024-01-30', '2024-02-02', 4, 2],
    );
    assert.ok(preview.cost && preview.cost.total > 0 && Number(preview.cost.rows) > 0);
    assert.deepEqual(preview.downstream, { summaries: ['monthly'], dashboards: [] });
    assert.deepEqual([preview.held, preview.columns], [[], []]);
    assert.deepEqual(preview.estimate, { seconds: 12, runs: 1 });
  });

  it('counts reported changes behind the look-back, and leaves out what is held', { timeout: 120_000 }, async (t) => {
    const reported = defineSource({
      name: 'orders',
      table: 'raw.orders',
      columns: { ordered_at: 'timestamptz null', country: 'text null' },
      late: 'manifest',
    });
    const summary = defineSummary({
      name: 'daily',
      description: 'Orders per day and country.',
      from: rowsFrom([reported], (db) => db.selectFrom('raw.orders').select(['ordered_at', 'country'])),
      grain: { day: date('ordered_at'), country: text() },
      columns: { orders: count() },
      refresh: { by: 'day', lookBack: 1 },
      zone: 'UTC',
    });
    const registry = defineRegistry({ summaries: [summary], dashboards: [] });
    const opened = await shop(t, registry);
    await opened.refresh();
    const report = (from: string, to: string) =>
      reportChanges(opened.pool, 'summa', registry, {
        source: 'orders',
        ranges: [{ from, to }],
        who: 'test',
        why: null,
      });
    const quiet = await previewRefresh(opened.engine, registry, due);
    await report('2024-01-10', '2024-01-13');
    const late = await previewThenRun(opened, due, registry);
    assert.equal(late.units, quiet.units + 3);
    assert.deepEqual(late.ranges[0], { from: '2024-01-10', to: '2024-01-13' });
    await report('2024-01-10', '2024-01-13');
    await opened.pool.query(
      `insert into summa._hold (summary, range_from, range_to, epoch, undone, who)
       values ('daily', '2024-01-11', '2024-01-12', 2, 1, 'test')`,
    );
    const held = await previewThenRun(opened, due, registry);
    assert.equal(held.units, quiet.units + 2);
    assert.deepEqual(held.held, [{ from: '2024-01-11', to: '2024-01-12' }]);
    await opened.pool.query(`insert into summa._hold (summary, epoch, undone, who) values ('daily', 3, 1, 'test')`);
    const nothing = await previewThenRun(opened, due, registry);
    assert.deepEqual([nothing.units, nothing.partitions, nothing.first, nothing.cost], [0, 0, null, null]);
  });

  it('tells how the columns of a new definition differ, and what shows them', { timeout: 120_000 }, async (t) => {
    const opened = await shop(t);
    await opened.refresh();
    const other = defineSummary({
      name: 'daily',
      description: 'Orders per day and country.',
      from: rowsFrom([orders], (db) =>
        db.selectFrom('raw.orders').select(['ordered_at', 'country', 'amount', 'order_id']),
      ),
      grain: { day: date('ordered_at'), country: text() },
      columns: { orders: count(), revenue: sum('amount', { scale: 4 }), largest: max('order_id') },
      refresh: { by: 'day' },
      zone: 'Asia/Seoul',
    });
    const board = defineDashboard({ name: 'shop', title: 'Shop', tiles: [number('Orders', other.orders)] });
    const registry = defineRegistry({ summaries: [other], dashboards: [board] });
    const preview = await previewThenRun(opened, due, registry);
    assert.equal(preview.kind, 'full');
    assert.ok(preview.partitions > 90, String(preview.partitions));
    assert.deepEqual(preview.columns, [
      {
        summary: 'daily',
        added: [],
        removed: ['buyers', 'aov'],
        retyped: [
          { column: 'revenue', before: 'numeric(38,2)', after: 'numeric(38,4)' },
          { column: 'largest', before: 'double precision', after: 'bigint' },
        ],
      },
    ]);
    assert.deepEqual(preview.downstream, { summaries: [], dashboards: [{ name: 'shop', title: 'Shop' }] });
  });

  it('never waits for a lock, and leaves nothing impatient behind', { timeout: 120_000 }, async (t) => {
    const opened = await shop(t);
    await opened.refresh();
    const chain = await readChain(opened.pool, shopRegistry, 'daily');
    assert.ok(await buildCost(opened.url, chain, null));
    const locker = await opened.pool.connect();
    await locker.query('begin; lock table raw.orders in access exclusive mode');
    await assert.rejects(
      previewRefresh(opened.engine, shopRegistry, due),
      (error) => error instanceof PersonError && error.status === 503 && /is locked/.test(error.message),
    );
    assert.equal(await buildCost(opened.url, chain, [{ from: '2024-01-10', to: '2024-01-11' }]), null);
    await locker.query('rollback');
    locker.release();
    const { warehousePool } = await import('#lib/warehouse/connect.ts');
    const jobs = warehousePool('jobs', opened.url);
    const { rows } = await jobs.query(
      `select current_setting('lock_timeout') as lock, current_setting('default_transaction_read_only') as readonly,
              current_setting('statement_timeout') as statement`,
    );
    assert.deepEqual(rows[0], { lock: '0', readonly: 'off', statement: '0' });
    assert.equal((await previewRefresh(opened.engine, shopRegistry, due)).kind, 'incremental');
  });

  it('says what is wrong with the wish or the definition', async (t) => {
    const opened = await shop(t);
    const fails = (status: number, says: RegExp) => (error: unknown) =>
      error instanceof PersonError && error.status === status && says.test(error.message);
    await assert.rejects(
      previewRefresh(opened.engine, shopRegistry, { ...due, summary: 'weekly' }),
      fails(404, /weekly/),
    );
    await opened.refresh();
    await opened.pool.query(`insert into raw.orders values (9001, '0024-01-01 03:00Z', 'KR', 1, 1)`);
    const all: PreviewWish = { ...due, mode: 'all', range: { from: '0020-01-01', to: '2030-01-01' } };
    await assert.rejects(previewRefresh(opened.engine, shopRegistry, all), fails(422, /Expected at most 20000/));
    await opened.pool.query(`insert into summa._hold (summary, epoch, undone, who) values ('daily', 2, 1, 'test')`);
    await assert.rejects(
      previewRefresh(opened.engine, shopRegistry, { ...all, range: null }),
      fails(409, /held|release/),
    );
    await opened.pool.query('alter table raw.orders drop column amount');
    await assert.rejects(previewRefresh(opened.engine, shopRegistry, due), fails(422, /amount/));
  });
});
