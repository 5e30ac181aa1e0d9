import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { count } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSource, type Late } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { english } from '#lib/i18n/languages.ts';
import { type Message, say } from '#lib/i18n/message.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { readAt } from '../testing/read-at.ts';
import { openShop, orders } from '../testing/shop.ts';
import { sourceTiers } from './source-tiers.ts';
import {
  assertEqualsPlain,
  capture,
  exact,
  insertJanuary,
  insertOn,
  lateRegistry,
  pending,
} from './testing/late-shop.ts';

const inEnglish = (why: Message | null | undefined): string => (why ? say(why, english) : '');

describe('a source that is exact again', () => {
  it('builds everything once, for what passed by in the meantime', async (t) => {
    const registry = lateRegistry({ late: exact });
    const shop = await openShop(await testDatabase(), registry);
    t.after(() => shop.drop());
    const as = (late: Late<'ordered_at'>) => Object.assign(shop.engine, { registry: lateRegistry({ late }) });
    await capture(shop.pool, registry);
    await insertJanuary(shop.pool);
    assert.equal(await shop.refresh(), null);
    as({ tier: 'window' });
    assert.equal(await shop.refresh(), null);
    await shop.pool.query('alter table raw.orders disable trigger user');
    as({ tier: 'none' });
    await shop.pool.query(insertOn(100, '2024-01-05'));
    assert.equal(await shop.refresh(), null);
    await shop.pool.query(`alter table raw.orders enable always trigger summa_insert,
      enable always trigger summa_update, enable always trigger summa_delete, enable always trigger summa_truncate`);
    as(exact);
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
  });
});

describe('an exact source in partitions', () => {
  it('logs what goes through the table and into its partitions, and is broken by one without triggers', async (t) => {
    const registry = lateRegistry({ late: exact });
    const shop = await openShop(await testDatabase(), registry);
    t.after(() => shop.drop());
    const tier = async () => {
      const [head] = registry.summaries;
      return head ? (await sourceTiers(shop.pool, 'summa', head))[0] : undefined;
    };
    await shop.pool.query(`
      drop table raw.orders;
      create table raw.orders (order_id bigint, ordered_at timestamptz, country text, amount double precision, customer_id bigint)
        partition by range (ordered_at);
      create table raw.orders_2023 partition of raw.orders for values from ('2023-01-01Z') to ('2024-01-01Z');
      create table raw.orders_2024 partition of raw.orders for values from ('2024-01-01Z') to ('2025-01-01Z');`);
    await capture(shop.pool, registry);
    await insertJanuary(shop.pool);
    assert.equal(await shop.refresh(), null);
    assert.equal((await tier())?.state, 'ok');

    // What is settled is cleared away when no transaction of the server may still ask for it.
    const logged = async () => (await shop.pool.query('select count(*)::int as n from summa._change')).rows[0]?.n;
    const before = await logged();
    await shop.pool.query(insertOn(100, '2024-01-05'));
    await shop.pool.query(insertOn(101, '2024-01-09').replace('raw.orders', 'raw.orders_2024'));
    assert.deepEqual(await pending(shop), ['2024-01-05', '2024-01-09']);
    assert.equal((await logged()) - before, 2, 'each is logged once');
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);

    await shop.pool.query(
      `create table raw.orders_2025 partition of raw.orders for values from ('2025-01-01Z') to ('2026-01-01Z')`,
    );
    assert.match(inEnglish((await tier())?.why), /orders_2025 has no trigger/);
    await shop.pool.query(insertOn(102, '2024-01-07'));
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
    await capture(shop.pool, registry);
    assert.equal(await shop.refresh(), null);
    assert.equal((await tier())?.state, 'ok');
    await shop.pool.query('truncate raw.orders_2023');
    assert.equal((await pending(shop)).length, 31);
  });

  it('refuses what has no triggers that could tell', async (t) => {
    const registry = lateRegistry({ late: exact });
    const shop = await openShop(await testDatabase(), registry);
    t.after(() => shop.drop());
    const why = async () => {
      const [head] = registry.summaries;
      return head ? (await sourceTiers(shop.pool, 'summa', head))[0]?.why : undefined;
    };
    await shop.pool.query('alter table raw.orders set unlogged');
    assert.match(inEnglish(await why()), /not logged/);
    await shop.pool.query('alter table raw.orders rename to rows; create view raw.orders as select * from raw.rows');
    assert.match(inEnglish(await why()), /not a plain or partitioned table/);
    await shop.pool.query('drop view raw.orders');
    assert.match(inEnglish(await why()), /no table raw\.orders/);
  });
});

/** Orders by the kind of their customer, whose table has a tier of its own. */
function joined(late: Late<never>) {
  const bought = defineSource({ name: 'orders', table: 'raw.orders', columns: orders.columns, late: exact });
  const customers = defineSource({
    name: 'customers',
    table: 'raw.customers',
    columns: { customer_id: 'bigint', kind: 'text' },
    late,
  });
  const daily = defineSummary({
    name: 'daily',
    description: 'Orders per day and kind of customer.',
    from: rowsFrom([bought, customers], (db) =>
      db
        .selectFrom('raw.orders as o')
        .leftJoin('raw.customers as c', 'c.customer_id', 'o.customer_id')
        .select(['o.ordered_at', 'c.kind']),
    ),
    grain: { day: date('ordered_at'), kind: text() },
    columns: { orders: count() },
    refresh: { by: 'day' },
    zone: 'Asia/Seoul',
  });
  return defineRegistry({ summaries: [daily], dashboards: [] });
}

const plainJoined = `
  select cast(ordered_at at time zone 'Asia/Seoul' as date)::text as day, kind, count(*)::text as orders
    from raw.orders left join raw.customers using (customer_id) group by 1, 2`;

for (const [late, stale] of [
  [{ tier: 'exact', column: null }, 31],
  [{ tier: 'window' }, 0],
  [{ tier: 'none' }, 0],
] as const) {
  describe(`an exact source joined with one of tier ${late.tier}`, () => {
    it(`makes ${stale} of 31 days stale by a change of the other`, async (t) => {
      const registry = joined(late);
      const shop = await openShop(await testDatabase(), registry);
      t.after(() => shop.drop());
      await shop.pool.query(`create table raw.customers (customer_id bigint, kind text);
        insert into raw.customers select n, 'new' from generate_series(0, 4) as n`);
      for (const source of registry.sources.filter((each) => each.late.tier === 'exact')) {
        await capture(shop.pool, { ...registry, sources: [source] });
      }
      await insertJanuary(shop.pool);
      assert.equal(await shop.refresh(), null);
      await shop.pool.query(insertOn(100, '2024-01-05'));
      assert.deepEqual(await pending(shop), ['2024-01-05']);
      assert.equal(await shop.refresh(), null);
      await shop.pool.query(`update raw.customers set kind = 'old' where customer_id = 2`);
      assert.equal((await pending(shop)).length, stale);
      assert.equal(await shop.refresh(), null);
      if (stale === 0) return;
      const { epoch } = await latestEpoch(shop.pool, 'summa');
      const served = (await readAt(shop.pool, epoch, 'daily')).map((row) => JSON.stringify(row)).sort();
      const plain = (await shop.pool.query(plainJoined)).rows.map((row) => JSON.stringify(row)).sort();
      assert.deepEqual(served, plain);
    });
  });
}
