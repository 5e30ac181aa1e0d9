import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { count, min, sum } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { createEngine } from '../run/engine.ts';
import { injectFault } from '../run/fault-point.ts';
import { buildMissing, runToItsEnd } from '../run/first-build.ts';
import { outnumberWarehouse } from '../run/outnumber.ts';
import { requestRefresh } from '../run/request.ts';
import { readAt } from '../testing/read-at.ts';
import { openShop, orders, plainDaily, type Shop } from '../testing/shop.ts';

async function shopWithOrders(t: TestContext): Promise<Shop> {
  const shop = await openShop(await testDatabase());
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-03-01 00:00Z' + g * interval '1 hour', case g % 3 when 0 then 'KR' else 'US' end, g, g % 7
      from generate_series(1, 200) g`);
  assert.equal(await shop.refresh(), null);
  return shop;
}

const epochOf = async (shop: Shop) => (await latestEpoch(shop.pool, 'summa')).epoch;
const served = async (shop: Shop) => generationsAt(shop.pool, 'summa', await epochOf(shop));
const plain = async (shop: Shop) => (await shop.pool.query(plainDaily)).rows;
const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();

describe('a publish', () => {
  it('that changes nothing takes no epoch', async (t) => {
    const shop = await shopWithOrders(t);
    assert.equal(await epochOf(shop), 1);
    assert.equal(await shop.refresh(), null);
    assert.equal(await epochOf(shop), 1);
    const { rows } = await shop.pool.query('select count(*)::int as n from summa._publish');
    assert.equal(rows[0].n, 1);
  });

  it('of a whole rebuild takes no epoch and leaves no table when nothing has changed, and counts what has', async (t) => {
    const shop = await shopWithOrders(t);
    const tables = async () =>
      (await shop.pool.query(`select tablename from pg_tables where schemaname = 'summa' order by 1`)).rows;
    const before = await tables();
    assert.equal(await shop.refresh({ mode: 'all' }), null);
    assert.equal(await epochOf(shop), 1);
    assert.deepEqual(await tables(), before);

    await shop.pool.query('update raw.orders set amount = amount + 1 where order_id = 150');
    assert.equal(await shop.refresh({ mode: 'all' }), null);
    assert.equal(await epochOf(shop), 2);
    const { rows } = await shop.pool.query(
      'select summary, rows_opened::int as opened, rows_closed::int as closed from summa._publish_summary where epoch = 2 order by 1',
    );
    assert.deepEqual(rows, [
      { summary: 'daily', opened: 1, closed: 1 },
      { summary: 'monthly', opened: 1, closed: 1 },
    ]);
  });

  it('of a month and its days is one epoch', async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query('update raw.orders set amount = amount + 1 where order_id > 150');
    assert.equal(await shop.refresh({ summary: 'monthly' }), null);
    const { rows } = await shop.pool.query(
      'select summary, range_from::text, range_to::text from summa._publish_summary where epoch = 2 order by 1',
    );
    assert.deepEqual(rows, [
      { summary: 'daily', range_from: '2024-03-06', range_to: '2024-03-10' },
      { summary: 'monthly', range_from: '2024-03-01', range_to: '2024-04-01' },
    ]);
  });

  it('of a new day moves what the summary is complete through', async (t) => {
    const shop = await shopWithOrders(t);
    assert.equal((await served(shop)).get('daily')?.completeThrough, '2024-03-09T08:00:00.000Z');
    await shop.pool.query(`insert into raw.orders values (900, '2024-03-12 03:00Z', 'KR', 1, 1)`);
    assert.equal(await shop.refresh(), null);
    const now = await served(shop);
    assert.equal(now.get('daily')?.completeThrough, '2024-03-12T03:00:00.000Z');
    assert.equal(now.get('monthly')?.completeThrough, '2024-03-12T03:00:00.000Z');
    const { rows } = await shop.pool.query(
      'select max(built_through)::text as d from summa._publish_summary where epoch = 2',
    );
    assert.equal(rows[0].d, '2024-04-01');
    const partitions = await shop.pool.query(
      `select count(*)::int as n from summa._partition p join summa._generation g on g.id = p.generation where g.summary = 'daily'`,
    );
    assert.equal(partitions.rows[0].n, 12);
  });

  it('with very many changed rows is a new generation, and the old epoch reads as before', async (t) => {
    const shop = await shopWithOrders(t);
    const before = sorted(await readAt(shop.pool, 1, 'daily'));
    await shop.pool.query('update raw.orders set amount = amount * 2 where order_id > 120');
    const engine = { ...shop.engine, limits: { changedRows: 3 } };
    const { id } = await requestRefresh(engine.store, engine.registry, { summary: 'daily', requestedBy: 'test' });
    assert.equal(await runToItsEnd(engine, id), null);
    const generation = (await served(shop)).get('daily');
    assert.equal(generation?.fromEpoch, 2);
    assert.deepEqual(sorted(await readAt(shop.pool, 2, 'daily')), sorted(await plain(shop)));
    assert.deepEqual(sorted(await readAt(shop.pool, 1, 'daily')), before);
    await shop.pool.query('update raw.orders set amount = amount * 2 where order_id > 190');
    assert.equal(await shop.refresh(), null);
    assert.deepEqual(sorted(await readAt(shop.pool, 3, 'daily')), sorted(await plain(shop)));
  });

  it('with an outdated fence is refused', async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query('update raw.orders set amount = amount + 1');
    const { store, registry } = shop.engine;
    const { id } = await requestRefresh(store, registry, { summary: 'daily', requestedBy: 'test' });
    t.after(() => injectFault(null));
    injectFault(async (point) => {
      if (point !== 'before begin') return;
      injectFault(null);
      await shop.pool.query('update summa._fence set fence = 1000000 where run = $1', [id]);
    });
    assert.match((await runToItsEnd(shop.engine, id)) ?? 'published', /newer attempt has taken over/);
    assert.equal(await epochOf(shop), 1);
  });
});

const changed = defineSummary({
  name: 'daily',
  description: 'Orders per day and country, another way.',
  from: rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at', 'country', 'amount'])),
  grain: { day: date('ordered_at'), country: text() },
  columns: { orders: count(), smallest: min('amount'), revenue: sum('amount', { scale: 0 }) },
  refresh: { by: 'day', lookBack: 3 },
  zone: 'Asia/Seoul',
});

describe('a changed definition', () => {
  const newRegistry = defineRegistry({ summaries: [changed], dashboards: [] });

  it('is built as a new generation while the old one serves, and older code publishes no more', async (t) => {
    const shop = await shopWithOrders(t);
    const before = await readAt(shop.pool, 1, 'daily');
    const newer = createEngine({ registry: newRegistry, environment: shop.environment });
    await buildMissing({ registry: newRegistry, environment: shop.environment, log: () => {} });
    assert.equal(await epochOf(shop), 2);
    const generation = (await served(shop)).get('daily');
    assert.deepEqual(
      generation?.relations.flatMap((relation) => relation.columns.map((column) => column.name)),
      ['day', 'country', 'orders', 'smallest', 'revenue'],
    );
    assert.deepEqual(await readAt(shop.pool, 1, 'daily'), before);
    await shop.pool.query('update raw.orders set amount = amount + 1');
    assert.match((await shop.refresh()) ?? 'published', /newer definition/);
    assert.equal(await epochOf(shop), 2);
    const { id } = await requestRefresh(newer.store, newRegistry, { summary: 'daily', requestedBy: 'test' });
    assert.equal(await runToItsEnd(newer, id), null);
    assert.ok((await epochOf(shop)) > 2);
  });

  it('that changes nothing about the rows builds nothing', async (t) => {
    const shop = await shopWithOrders(t);
    await buildMissing({ registry: shop.engine.registry, environment: shop.environment, log: () => {} });
    assert.equal(await epochOf(shop), 1);
  });
});

describe('a new control store beside an old warehouse', () => {
  it('numbers its runs above the old ones and publishes', async (t) => {
    const shop = await shopWithOrders(t);
    const other = await testDatabase();
    t.after(async () => {
      await closeControlStore(other.controlUrl);
      await other.drop();
    });
    await migrateControlStore(controlStore(other.controlUrl));
    const environment = { ...shop.environment, controlUrl: other.controlUrl };
    const engine = createEngine({ registry: shop.engine.registry, environment });
    await outnumberWarehouse(engine);
    await shop.pool.query('update raw.orders set amount = amount + 1');
    const wish = { summary: 'daily', mode: 'all' as const, requestedBy: 'test' };
    const { id } = await requestRefresh(engine.store, engine.registry, wish);
    assert.equal(await runToItsEnd(engine, id), null);
    assert.equal(await epochOf(shop), 2);
    assert.deepEqual(sorted(await readAt(shop.pool, 2, 'daily')), sorted(await plain(shop)));
  });
});
