import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { acceptedValues, conserves, notNull } from '#lib/definition/checks.ts';
import { count, sum } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { readChain } from '../plan/chain.ts';
import { keptTables } from '../quarantine/kept-tables.ts';
import { readAt } from '../testing/read-at.ts';
import { openShop, orders, type Shop } from '../testing/shop.ts';
import { checkRows } from './check-rows.ts';
import { conservation } from './conservation.ts';

const checked = defineSummary({
  name: 'daily',
  description: 'Orders per day and country, with checks.',
  from: rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at', 'country', 'amount'])),
  grain: { day: date('ordered_at'), country: text() },
  columns: { orders: count(), revenue: sum('amount', { scale: 2 }) },
  refresh: { by: 'day', lookBack: 1 },
  zone: 'UTC',
  checks: [notNull('country'), acceptedValues('country', ['KR', 'US'])],
});
const registry = defineRegistry({ summaries: [checked], dashboards: [] });

async function shopWithOrders(t: TestContext): Promise<Shop> {
  const shop = await openShop(await testDatabase(), registry);
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.orders values (1, '2024-03-01 10:00Z', 'KR', 10, 1), (2, '2024-03-02 10:00Z', 'US', 20.005, 2)`);
  assert.equal(await shop.refresh(), null);
  return shop;
}

/** Makes the source bad, and expects a refusal that says why while the old epoch goes on serving. */
async function refused(t: TestContext, bad: string, says: RegExp) {
  const shop = await shopWithOrders(t);
  const { epoch } = await latestEpoch(shop.pool, 'summa');
  const before = await readAt(shop.pool, epoch, 'daily');
  await shop.pool.query(bad);
  assert.match((await shop.refresh()) ?? 'published', says);
  assert.equal((await latestEpoch(shop.pool, 'summa')).epoch, epoch);
  assert.deepEqual(await readAt(shop.pool, epoch, 'daily'), before);
  assert.match((await shop.refresh({ mode: 'all' })) ?? 'published', says);
  assert.equal((await latestEpoch(shop.pool, 'summa')).epoch, epoch);
  const left = await shop.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'summa' and tablename ~ '^_s[0-9]'`,
  );
  const { tables } = await keptTables(shop.pool, 'summa');
  assert.deepEqual(
    left.rows.filter(({ name }) => !tables.has(name)),
    [],
  );
  return shop;
}

describe('a bad build is not shown', () => {
  it('when a column is null that must not be', async (t) => {
    await refused(t, `update raw.orders set country = null where order_id = 2`, /1 row has no 'country'/);
  });

  it('when a value is not accepted', async (t) => {
    await refused(
      t,
      `update raw.orders set country = 'XX' where order_id = 2`,
      /such as 'XX'.*Expected one of 'KR', 'US'/,
    );
  });

  it('when all rows are gone, unless that is allowed', async (t) => {
    const shop = await refused(t, 'delete from raw.orders', /now there is none/);
    assert.equal(await shop.refresh({ allowEmpty: true }), null);
    const { epoch } = await latestEpoch(shop.pool, 'summa');
    assert.deepEqual(await readAt(shop.pool, epoch, 'daily'), []);
  });

  it('when a row has no time', async (t) => {
    await refused(t, `update raw.orders set ordered_at = null where order_id = 2`, /1 source row has no 'ordered_at'/);
  });

  it('when a row lies beyond all time', async (t) => {
    await refused(t, `update raw.orders set ordered_at = 'infinity' where order_id = 2`, /belongs to no day/);
  });

  it('when a value cannot be added', async (t) => {
    await refused(t, `update raw.orders set amount = 'infinity' where order_id = 2`, /infinity|overflow/);
  });

  it('when the source lost a column', async (t) => {
    await refused(t, 'alter table raw.orders drop column amount', /no column "amount" in raw\.orders/);
  });

  it('when the source turned a number into a text', async (t) => {
    await refused(t, 'alter table raw.orders alter column amount type text', /sum\('amount'\) over text/);
  });
});

describe('checkRows() and conservation()', () => {
  it('find doubled and lost rows, where only null tells them apart too', async (t) => {
    const shop = await shopWithOrders(t);
    const client = shop.pool;
    const chain = await readChain(client, registry, 'daily');
    await client.query(`
      create table summa._s9_1_bad as
      select * from (values (date '2024-03-01', cast(null as text), 1::bigint, 5.00::numeric(38,2)),
                            (date '2024-03-01', null, 1, 5.00)) v (day, country, orders, revenue)`);
    const { results } = await checkRows(client, 'summa', chain.head, '_s9_1_bad', { before: '0', allowEmpty: false });
    assert.deepEqual(
      results.filter((result) => !result.passed).map((result) => result.text),
      [
        '1 row repeats the grain. Expected one row for each.',
        "2 rows have no 'country'. Expected a value in every row.",
      ],
    );
    const head = {
      ...chain.head,
      definition: { ...chain.head.definition, checks: [conserves('revenue')] },
    };
    const { sourceRows } = await import('#lib/compile/build.ts');
    const input = { rows: sourceRows(head.definition), range: null };
    const [lost] = await conservation({ client, schema: 'summa' }, head, input, '_s9_1_bad');
    assert.equal(lost?.passed, false);
    assert.equal(lost?.measured, '10.00 of 30.01');
  });
});
