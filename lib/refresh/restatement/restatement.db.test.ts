import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { count, distinct, max, min, sum } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { defaultLimits, type Limits } from '../run/context.ts';
import { createEngine } from '../run/engine.ts';
import { buildMissing, runToItsEnd } from '../run/first-build.ts';
import { requestRefresh } from '../run/request.ts';
import { openShop, orders, type Shop } from '../testing/shop.ts';
import { listEpochs } from './list-epochs.ts';
import { restatementOf } from './restatement-of.ts';
import type { RestatedSummary } from './restatement-types.ts';

/** Raw rows are kept as they were at each epoch, in `raw.orders_<epoch>`, to compare with in plain SQL. */
async function record(shop: Shop, epoch: number): Promise<void> {
  await shop.pool.query(`create table raw.orders_${epoch} as table raw.orders`);
}

async function shopWithOrders(t: TestContext): Promise<Shop> {
  const shop = await openShop(await testDatabase());
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-03-01 00:00Z' + g * interval '1 hour', case g % 3 when 0 then 'KR' else 'US' end, g * 1.01, g % 7
      from generate_series(1, 300) g`);
  assert.equal(await shop.refresh(), null);
  await record(shop, 1);
  return shop;
}

/** Days whose rows differ between two recorded states, and their totals then and now, straight from the raw rows. */
const plainDays = (before: number, after: number) => {
  const perRow = (epoch: number) => `
    select cast(ordered_at at time zone 'Asia/Seoul' as date) as day, country, count(*) as orders,
           sum(cast(amount as numeric(38,2))) as revenue, max(amount) as largest, count(distinct customer_id) as buyers,
           array_agg(distinct customer_id order by customer_id) as who
      from raw.orders_${epoch} group by 1, 2`;
  const totals = (epoch: number) => `
    select cast(ordered_at at time zone 'Asia/Seoul' as date) as day, count(*)::text as orders,
           sum(cast(amount as numeric(38,2)))::text as revenue, max(amount)::text as largest,
           count(distinct customer_id)::text as buyers,
           (sum(cast(amount as numeric(38,2))) / count(*))::text as aov
      from raw.orders_${epoch} group by 1`;
  return `
    with was as (${perRow(before)}), is_now as (${perRow(after)}),
    gone as (select * from was except select * from is_now), came as (select * from is_now except select * from was),
    gone_rows as (select day, country, orders, revenue, largest, buyers from was except select day, country, orders, revenue, largest, buyers from is_now),
    came_rows as (select day, country, orders, revenue, largest, buyers from is_now except select day, country, orders, revenue, largest, buyers from was)
    select d.day::text as partition,
           (select count(*) from came_rows c where c.day = d.day)::text as opened,
           (select count(*) from gone_rows g where g.day = d.day)::text as closed,
           b.orders as orders_before, a.orders as orders_after, b.revenue as revenue_before, a.revenue as revenue_after,
           b.largest as largest_before, a.largest as largest_after, b.buyers as buyers_before, a.buyers as buyers_after,
           b.aov as aov_before, a.aov as aov_after
      from (select day from gone union select day from came) d
      left join (${totals(before)}) b using (day) left join (${totals(after)}) a using (day)
     order by 1 desc`;
};

function flat(change: RestatedSummary | undefined, names: string[]) {
  assert.ok(change);
  return change.partitions.map((each) => ({
    partition: each.partition,
    opened: each.opened,
    closed: each.closed,
    ...Object.fromEntries(
      names.flatMap((name) => {
        const measure = each.measures[change.measures.indexOf(name)];
        return [
          [`${name}_before`, measure?.before ?? null],
          [`${name}_after`, measure?.after ?? null],
        ];
      }),
    ),
  }));
}

const measures = ['orders', 'revenue', 'largest', 'buyers', 'aov'];
const changeOf = async (shop: Shop, epoch: number, summary: string) =>
  (await restatementOf(shop.pool, 'summa', epoch))?.changes.find((change) => change.summary === summary);

async function refreshAll(shop: Shop, limits: Limits = defaultLimits): Promise<void> {
  const { id } = await requestRefresh(shop.engine.store, shop.engine.registry, {
    summary: 'daily',
    mode: 'all',
    range: { from: '2024-03-01', to: '2024-04-01' },
    requestedBy: 'test',
  });
  assert.equal(await runToItsEnd({ ...shop.engine, limits }, id), null);
}

const changes = `
  update raw.orders set amount = amount + 0.37 where order_id between 30 and 40;
  delete from raw.orders where order_id between 60 and 90;
  update raw.orders set customer_id = 3 where order_id = 120;
  update raw.orders set customer_id = (select customer_id from raw.orders where order_id = 150) where order_id = 151;
  insert into raw.orders values (900, '2024-03-20 10:00Z', null, 12.5, 99);`;

describe('restatementOf(epoch)', () => {
  it('tells of a publish what plain SQL over the raw rows of before and after tells', async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query(changes);
    await record(shop, 2);
    await refreshAll(shop);
    const { rows } = await shop.pool.query(plainDays(1, 2));
    assert.ok(rows.length > 4);
    const change = await changeOf(shop, 2, 'daily');
    assert.deepEqual(flat(change, measures), rows);
    assert.deepEqual([change?.partitionBy, change?.more, change?.note], ['day', 0, null]);
    const month = await changeOf(shop, 2, 'monthly');
    const totals = await shop.pool.query(`
      select '2024-03-01' as partition,
             (select sum(cast(amount as numeric(38,2)))::text from raw.orders_1) as revenue_before,
             (select sum(cast(amount as numeric(38,2)))::text from raw.orders_2) as revenue_after,
             (select count(*)::text from raw.orders_1) as orders_before, (select count(*)::text from raw.orders_2) as orders_after`);
    const [found] = flat(month, ['revenue', 'orders']);
    const { opened, closed, ...numbers } = found ?? {};
    assert.deepEqual(numbers, totals.rows[0]);
    assert.deepEqual([opened, closed], ['3', '2']);
  });

  it('tells the same when the change came as a new generation', async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query(changes);
    await record(shop, 2);
    await refreshAll(shop, { ...defaultLimits, changedRows: 1 });
    const { rows } = await shop.pool.query(plainDays(1, 2));
    assert.deepEqual(flat(await changeOf(shop, 2, 'daily'), measures), rows);
    // And of a whole rebuild.
    await shop.pool.query(`update raw.orders set amount = amount * 1.1 where order_id > 250`);
    await record(shop, 3);
    assert.equal(await shop.refresh({ mode: 'all' }), null);
    const rebuilt = await shop.pool.query(plainDays(2, 3));
    assert.deepEqual(flat(await changeOf(shop, 3, 'daily'), measures), rebuilt.rows);
    // Later epochs change nothing of what an earlier one changed.
    assert.deepEqual(flat(await changeOf(shop, 2, 'daily'), measures), rows);
  });

  it('of the first publish has nothing before', async (t) => {
    const shop = await shopWithOrders(t);
    const change = await changeOf(shop, 1, 'daily');
    assert.equal(change?.note?.key, 'restatement.first');
    const { rows } = await shop.pool.query<{ rows: string; days: number }>(
      `select sum(n)::text as rows, count(*)::int as days from (select count(distinct country) as n from raw.orders
        group by cast(ordered_at at time zone 'Asia/Seoul' as date)) as d`,
    );
    assert.equal(change?.partitions.length, rows[0]?.days);
    assert.equal(String(change?.partitions.reduce((all, { opened }) => all + Number(opened), 0)), rows[0]?.rows);
    assert.ok(change?.partitions.every(({ measures: values }) => values.every(({ before }) => before === null)));
  });

  it('of a changed definition compares what both have, and says what they have not', async (t) => {
    const shop = await shopWithOrders(t);
    const changed = defineSummary({
      name: 'daily',
      description: 'Other columns.',
      from: rowsFrom([orders], (db) =>
        db
          .selectFrom('raw.orders')
          .select(['ordered_at', 'country', 'amount', 'customer_id'])
          .where('order_id', '<>', '5'),
      ),
      grain: { day: date('ordered_at'), country: text() },
      columns: {
        orders: count(),
        revenue: sum('amount', { scale: 2 }),
        largest: max('amount'),
        smallest: min('amount'),
        buyers: distinct('customer_id', { companion: false }),
      },
      refresh: { by: 'day' },
      zone: 'Asia/Seoul',
    });
    const registry = defineRegistry({ summaries: [changed], dashboards: [] });
    await buildMissing({ registry, environment: shop.environment, log: () => {} });
    createEngine({ registry, environment: shop.environment });
    const change = await changeOf(shop, 2, 'daily');
    assert.deepEqual(change?.measures, ['orders', 'revenue', 'largest', 'smallest', 'buyers', 'aov']);
    const [first] = change?.partitions ?? [];
    assert.deepEqual(
      change?.partitions.map(({ partition, opened, closed }) => [partition, opened, closed]),
      [['2024-03-01', '1', '1']],
    );
    const at = (name: string) => first?.measures[change?.measures.indexOf(name) ?? -1];
    const { rows } = await shop.pool.query(`
      select count(*)::text as before, (count(*) - 1)::text as after, min(amount)::text as smallest
        from raw.orders where cast(ordered_at at time zone 'Asia/Seoul' as date) = '2024-03-01'`);
    assert.deepEqual(at('orders'), { before: rows[0].before, after: rows[0].after });
    assert.deepEqual(at('smallest'), { before: null, after: rows[0].smallest });
    assert.equal(at('buyers')?.after, null);
    assert.match(JSON.stringify(change?.note), /smallest, aov.*buyers/);
  });

  it('of an epoch that is cleared away tells what its record tells', async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query(changes);
    await refreshAll(shop);
    await shop.pool.query(`insert into summa._horizon (summary, epoch) values ('daily', 2), ('monthly', 2)`);
    const restatement = await restatementOf(shop.pool, 'summa', 2);
    assert.equal(restatement?.readable, false);
    assert.ok(restatement?.summaries.every(({ opened }) => Number(opened) > 0));
    assert.deepEqual(
      restatement?.changes.map(({ partitions, note }) => [partitions, note?.key]),
      [
        [[], 'problem.horizon'],
        [[], 'problem.horizon'],
      ],
    );
    assert.equal(await restatementOf(shop.pool, 'summa', 77), null);
  });
});

describe('listEpochs(which)', () => {
  it('lists publishes, the newest first, of one summary and below an epoch', async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query(changes);
    await refreshAll(shop);
    const epochs = await listEpochs(shop.pool, 'summa');
    assert.deepEqual(
      epochs.map(({ epoch, kind, who, readable }) => ({ epoch, kind, who, readable })),
      [
        { epoch: 2, kind: 'incremental', who: 'test', readable: true },
        { epoch: 1, kind: 'full', who: 'test', readable: true },
      ],
    );
    assert.deepEqual(
      epochs[0]?.summaries.map(({ summary, range }) => ({ summary, range })),
      [
        { summary: 'daily', range: { from: '2024-03-01', to: '2024-03-21' } },
        { summary: 'monthly', range: { from: '2024-03-01', to: '2024-04-01' } },
      ],
    );
    const before = await listEpochs(shop.pool, 'summa', { summary: 'daily', before: 2, limit: 5 });
    assert.deepEqual(
      before.map(({ epoch }) => epoch),
      [1],
    );
    assert.deepEqual(await listEpochs(shop.pool, 'summa', { summary: 'nothing' }), []);
  });
});
