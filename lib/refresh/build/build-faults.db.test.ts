import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import pg from 'pg';
import { onceAt } from '#lib/faults/points/drive.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { injectFault } from '../run/fault-point.ts';
import { readAt } from '../testing/read-at.ts';
import { begin, request, stateOf } from '../testing/run-of.ts';
import { openShop, plainDaily, plainMonthly, type Shop } from '../testing/shop.ts';

const everyDay = { from: '2024-01-01', to: '2025-01-01' };

async function shopWithOrders(t: TestContext): Promise<Shop> {
  const shop = await openShop(await testDatabase());
  t.after(() => shop.drop());
  t.after(() => injectFault(null));
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-03-01 00:00Z' + g * interval '1 hour', case g % 3 when 0 then 'KR' else 'US' end, g, g % 7
      from generate_series(1, 200) g`);
  assert.equal(await shop.refresh(), null);
  await shop.pool.query('update raw.orders set amount = amount + 1');
  return shop;
}

const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();

describe('a build', () => {
  for (const mode of ['days', 'everything'] as const) {
    it(`sees one state of its sources, whoever writes meanwhile, and says which (${mode})`, async (t) => {
      const shop = await shopWithOrders(t);
      const daily = (await shop.pool.query(plainDaily)).rows;
      const monthly = (await shop.pool.query(plainMonthly)).rows;
      await shop.pool.query('create table raw.writer (xid xid8)');
      injectFault(
        onceAt('before check totals', async () => {
          await shop.pool.query(`
            with written as (insert into raw.writer values (pg_current_xact_id()) returning xid)
            insert into raw.orders select 900, '2024-03-05 03:00Z', 'KR', 5, 1 from written`);
        }),
      );
      const id = await request(shop, mode === 'days' ? { range: everyDay } : {});
      await (await begin(shop, id)).end;
      const { state, error } = await stateOf(shop, id);
      assert.equal(state, 'succeeded', error ?? '');
      const { epoch } = await latestEpoch(shop.pool, 'summa');
      assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'daily')), sorted(daily));
      assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'monthly')), sorted(monthly));
      const { rows } = await shop.pool.query(`
        select count(*)::int as n from summa._partition, raw.writer
         where epoch = ${epoch} and pg_visible_in_snapshot(xid, snapshot::pg_snapshot)`);
      assert.equal(rows[0].n, 0, 'partitions that claim to have seen what came after their build');
    });
  }

  it('that begins while its source is being swapped sees the new one whole', { timeout: 60_000 }, async (t) => {
    const shop = await shopWithOrders(t);
    const swap = new pg.Client(shop.url);
    swap.on('error', () => {});
    await swap.connect();
    t.after(() => swap.end());
    // The swap is open when the build wants to lock the table, and done when it gets the lock.
    let swapped = Promise.resolve();
    injectFault(
      onceAt('before begin build', async () => {
        await swap.query(`
          begin;
          create table raw.new_orders (like raw.orders);
          insert into raw.new_orders select order_id, ordered_at, country, amount + 5, customer_id from raw.orders;
          alter table raw.orders rename to old_orders;
          alter table raw.new_orders rename to orders`);
        swapped = untilSomebodyWaits(shop).then(async () => {
          await swap.query('commit; drop table raw.old_orders');
        });
      }),
    );
    const id = await request(shop, { range: everyDay });
    await (await begin(shop, id)).end;
    await swapped;
    const { state, error } = await stateOf(shop, id);
    assert.equal(state, 'succeeded', error ?? '');
    const { epoch } = await latestEpoch(shop.pool, 'summa');
    assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'daily')), sorted((await shop.pool.query(plainDaily)).rows));
  });
});

async function untilSomebodyWaits(shop: Shop): Promise<void> {
  for (;;) {
    const { rowCount } = await shop.pool.query(
      `select from pg_stat_activity where application_name like 'summa run %' and wait_event_type = 'Lock'
         and datname = current_database()`,
    );
    if (rowCount) return;
  }
}
