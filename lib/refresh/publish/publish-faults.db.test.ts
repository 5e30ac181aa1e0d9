import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { count } from '#lib/definition/columns.ts';
import { date } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { cutConnection, onceAt, seeThrough } from '#lib/faults/points/drive.ts';
import { leftovers, wrongRows } from '#lib/faults/whole.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { createEngine } from '../run/engine.ts';
import { injectFault } from '../run/fault-point.ts';
import { runToItsEnd } from '../run/first-build.ts';
import { requestRefresh } from '../run/request.ts';
import { pauseAt } from '../testing/pause-at.ts';
import { assertServesPlain } from '../testing/plain.ts';
import { readAt } from '../testing/read-at.ts';
import { begin, request, stateOf, unitsOf } from '../testing/run-of.ts';
import { daily, openShop, orders, type Shop } from '../testing/shop.ts';

const twin = defineSummary({
  name: 'twin',
  description: 'Orders per day.',
  from: rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at'])),
  grain: { day: date('ordered_at') },
  columns: { orders: count() },
  refresh: { by: 'day', lookBack: 3 },
  zone: 'Asia/Seoul',
});

const everyDay = { from: '2024-01-01', to: '2025-01-01' };

async function shopWithOrders(t: TestContext): Promise<Shop> {
  const shop = await openShop(await testDatabase());
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-03-01 00:00Z' + g * interval '1 hour', case g % 3 when 0 then 'KR' end, g, g % 7
      from generate_series(1, 200) g`);
  assert.equal(await shop.refresh(), null);
  return shop;
}

describe('a publish', () => {
  it('of rows somebody else has published meanwhile does not add them twice', { timeout: 60_000 }, async (t) => {
    const shop = await shopWithOrders(t);
    // Another control store knows nothing of this one's locks; the warehouse is what they share.
    const other = await testDatabase();
    t.after(async () => {
      await closeControlStore(other.controlUrl);
      await other.drop();
    });
    await migrateControlStore(controlStore(other.controlUrl));
    const environment = { ...shop.environment, controlUrl: other.controlUrl };
    const stranger = createEngine({ registry: shop.engine.registry, environment });
    await sql`alter table summa_control.run alter column id restart with 1000`.execute(stranger.store);
    // A month of its own: nothing is to be closed, whose number would give it away.
    await shop.pool.query(`insert into raw.orders values (900, '2024-04-20 03:00Z', 'KR', 5, 1)`);
    const id = await request(shop, { range: everyDay });
    const { reached, go } = pauseAt(t, 'before begin');
    const { end } = await begin(shop, id);
    await reached();
    injectFault(null);
    const wish = { summary: 'daily', mode: 'all' as const, range: everyDay, requestedBy: 'test' };
    const theirs = await requestRefresh(stranger.store, stranger.registry, wish);
    assert.equal(await runToItsEnd(stranger, theirs.id), null);
    go();
    await end;
    assert.equal((await stateOf(shop, id)).state, 'succeeded');
    await assertServesPlain(shop);
  });

  it('of days that were held meanwhile is refused', { timeout: 60_000 }, async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query('update raw.orders set amount = amount + 1');
    const before = await readAt(shop.pool, 1, 'daily');
    const id = await request(shop, { range: everyDay });
    const { reached, go } = pauseAt(t, 'before begin');
    const { end } = await begin(shop, id);
    await reached();
    await shop.pool.query(
      `insert into summa._hold (summary, range_from, range_to, epoch, undone, who)
       values ('daily', '2024-03-02', '2024-03-03', 1, 1, 'test')`,
    );
    go();
    await end;
    const run = await stateOf(shop, id);
    assert.equal(run.state, 'failed');
    assert.match(run.error ?? '', /are held/);
    const { epoch } = await latestEpoch(shop.pool, 'summa');
    assert.deepEqual(await readAt(shop.pool, epoch, 'daily'), before);
  });

  it('that was committed by an attempt that died is known to the next, and not made again', async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query('update raw.orders set amount = amount + 1');
    const id = await request(shop, { range: everyDay });
    injectFault(onceAt('after commit', () => cutConnection(shop)));
    t.after(() => injectFault(null));
    const end = await seeThrough(shop, id);
    assert.deepEqual([end.state, end.attempt], ['succeeded', 2]);
    assert.deepEqual(await unitsOf(shop, id), ['2024-03 published']);
    assert.deepEqual(await leftovers(shop), []);
    assert.deepEqual(await wrongRows(shop), []);
  });

  it('of a rebuild where nothing has changed, nulls neither, takes no epoch', async (t) => {
    const shop = await shopWithOrders(t);
    assert.equal(await shop.refresh({ mode: 'all', range: everyDay }), null);
    assert.equal(await shop.refresh({ mode: 'all' }), null);
    assert.equal((await latestEpoch(shop.pool, 'summa')).epoch, 1);
  });
});

describe('two publishes at once', () => {
  it('commit in the order of their epochs, so that an epoch reads the same for ever', {
    timeout: 60_000,
  }, async (t) => {
    const shop = await openShop(await testDatabase(), defineRegistry({ summaries: [daily, twin], dashboards: [] }));
    t.after(() => shop.drop());
    await shop.pool.query(`insert into raw.orders values (900, '2024-03-20 03:00Z', 'KR', 5, 1)`);
    assert.equal(await shop.refresh(), null);
    assert.equal(await shop.refresh({ summary: 'twin' }), null);
    await shop.pool.query(`insert into raw.orders values (901, '2024-03-20 04:00Z', 'US', 6, 2)`);
    const first = await request(shop, { range: everyDay });
    const second = await request(shop, { summary: 'twin', range: everyDay });
    const { reached, go } = pauseAt(t, 'before commit');
    const one = await begin(shop, first);
    await reached();
    injectFault(null);
    // It waits for the first one's epoch to be committed or given up.
    const two = await begin(shop, second);
    await Promise.race([two.end, sleep(1_500)]);
    const { epoch } = await latestEpoch(shop.pool, 'summa');
    const seen = await readAt(shop.pool, epoch, 'daily');
    go();
    await Promise.all([one.end, two.end]);
    assert.deepEqual(await readAt(shop.pool, epoch, 'daily'), seen, `epoch ${epoch} has changed`);
    assert.equal((await latestEpoch(shop.pool, 'summa')).epoch, 4);
  });
});
