import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import pg from 'pg';
import { max, sum } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { buildMissing } from '#lib/refresh/run/first-build.ts';
import { openShop, orders, type Shop } from '#lib/refresh/testing/shop.ts';
import { openStock } from '#lib/refresh/testing/stock.ts';
import { testDatabase } from '#lib/server/test-database.ts';

async function shopAt2(t: TestContext): Promise<Shop & { reader: pg.Client }> {
  const shop = await openShop(await testDatabase());
  const reader = new pg.Client(shop.readUrl);
  reader.on('error', () => {});
  t.after(async () => {
    await reader.end();
    await shop.drop();
  });
  await shop.pool.query(
    `insert into raw.orders values (1, '2024-03-01 10:00Z', 'KR', 10, 1), (2, '2024-03-02 10:00Z', 'US', 20, 2)`,
  );
  assert.equal(await shop.refresh(), null);
  await shop.pool.query('update raw.orders set amount = 30 where order_id = 2');
  await shop.pool.query(`insert into raw.orders values (3, '2024-03-02 11:00Z', 'US', 5, 2)`);
  assert.equal(await shop.refresh(), null);
  await reader.connect();
  return { ...shop, reader };
}

const rows = async (client: pg.Client, query: string) => (await client.query({ text: query, rowMode: 'array' })).rows;
const question = 'select day::text, country, orders, revenue::text, aov::text from summa.daily order by 1';
const now = [
  ['2024-03-01', 'KR', '1', '10.00', '10.00'],
  ['2024-03-02', 'US', '2', '35.00', '17.50'],
];
const then = [
  ['2024-03-01', 'KR', '1', '10.00', '10.00'],
  ['2024-03-02', 'US', '1', '20.00', '20.00'],
];

describe('the view of a summary', () => {
  it('shows plain columns and ratios now, or as of summa.epoch, to the reading role', async (t) => {
    const { reader } = await shopAt2(t);
    assert.deepEqual(await rows(reader, question), now);
    await reader.query(`set summa.epoch = '1'`);
    assert.deepEqual(await rows(reader, question), then);
    assert.deepEqual(await rows(reader, 'select month::text, revenue::text from summa.monthly order by country'), [
      ['2024-03-01', '10.00'],
      ['2024-03-01', '20.00'],
    ]);
    await reader.query(`set summa.epoch = '2'`);
    assert.deepEqual(await rows(reader, question), now);
    await reader.query(`set summa.epoch = '0'`);
    assert.deepEqual(await rows(reader, question), []);
    await reader.query('reset summa.epoch');
    assert.deepEqual(await rows(reader, question), now);
    await assert.rejects(reader.query('delete from summa._g1_rows'), /permission denied|read-only/);
  });

  it('shows averages beside the two sums that put several rows together', async (t) => {
    const shop = await openStock(await testDatabase(), 'UTC');
    t.after(() => shop.drop());
    await shop.pool.query(`
      insert into raw.stock values (1, '2024-03-01 08:00Z', 'north', 5, 2.50, 1, null), (2, '2024-03-01 09:00Z', 'north', 7, 4, 3, null),
        (3, '2024-03-02 09:00Z', 'south', 1, 3, 0, null)`);
    assert.equal(await shop.refresh({ summary: 'closing' }), null);
    const told =
      'select day::text, units::text, round(price, 2)::text, price_total::text, price_weight::text from summa.closing';
    assert.deepEqual((await shop.pool.query({ text: `${told} order by 1`, rowMode: 'array' })).rows, [
      ['2024-03-01', '7', '3.63', '14.50', '4'],
      ['2024-03-02', '1', null, '0.00', '0'],
    ]);
  });

  it('asks nothing of its readers but the right to the view, and refuses epochs behind the horizon', async (t) => {
    const { pool, reader } = await shopAt2(t);
    await pool.query('revoke select on all tables in schema summa from summa_read');
    await pool.query('grant select on summa.daily to summa_read');
    await reader.query(`set summa.epoch = '1'`);
    assert.deepEqual(await rows(reader, question), then);
    await pool.query(`insert into summa._horizon (summary, epoch) values ('daily', 2)`);
    await assert.rejects(rows(reader, question), /daily is kept from epoch 2 on, and epoch 1 is older/);
    await reader.query(`set summa.epoch = '2'`);
    assert.deepEqual(await rows(reader, question), now);
  });

  it('follows a new generation with other columns, without waiting for an open reader, and shows old epochs', async (t) => {
    const shop = await shopAt2(t);
    const changed = defineSummary({
      name: 'daily',
      description: 'Other columns.',
      from: rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at', 'country', 'amount'])),
      grain: { day: date('ordered_at'), country: text() },
      columns: { revenue: sum('amount', { scale: 1 }), largest: max('amount') },
      refresh: { by: 'day' },
      zone: 'Asia/Seoul',
    });
    await shop.reader.query('begin isolation level repeatable read');
    await rows(shop.reader, question);
    const registry = defineRegistry({ summaries: [changed], dashboards: [] });
    const building = buildMissing({ registry, environment: shop.environment, log: () => {} });
    // A reader who comes meanwhile is not queued behind the one that waits.
    for (let asked = 0; asked < 20; asked++) {
      const began = performance.now();
      await shop.pool.query('select count(*) from summa.daily');
      assert.ok(performance.now() - began < 500);
    }
    assert.deepEqual(await rows(shop.reader, question), now);
    await shop.reader.query('commit');
    await building;
    const wanted = 'select day::text, revenue::text, largest from summa.daily order by 1';
    assert.deepEqual(await rows(shop.reader, wanted), [
      ['2024-03-01', '10.0', 10],
      ['2024-03-02', '35.0', 30],
    ]);
    await shop.reader.query(`set summa.epoch = '1'`);
    assert.deepEqual(await rows(shop.reader, wanted), [
      ['2024-03-01', '10.0', 10],
      ['2024-03-02', '20.0', 20],
    ]);
  });
});
