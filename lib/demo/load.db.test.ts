import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadDemo } from '#lib/demo/load.ts';
import { testDatabase } from '#lib/server/test-database.ts';

describe('loadDemo(options)', () => {
  it('loads three million flights and the shop once, also when two ask', async (t) => {
    const { url, pool, readUrl } = await testDatabase(t);
    const options = { url, now: new Date('2026-11-22T10:30:00Z'), scale: 0.005, log: () => {} };
    await Promise.all([loadDemo(options), loadDemo(options)]);
    const { rows } = await pool.query(`select count(*)::int as flights, count(distinct departed_at::date)::int as days,
      sum(delay)::int as delay, min(departed_at)::text as first, max(departed_at)::text as last,
      (select count(*)::int from shop.orders) as orders, (select count(*)::int from shop.demo_marker) as markers from flights.flights`);
    const { orders, ...flights } = rows[0];
    assert.deepEqual(flights, {
      flights: 3_000_000,
      days: 182,
      delay: 20_003_603,
      first: '2001-01-01 00:01:00',
      last: '2001-07-01 00:00:00',
      markers: 1,
    });
    assert.ok(orders > 1000, `${orders} orders`);
    const started = performance.now();
    assert.deepEqual(await loadDemo(options), { loaded: false });
    assert.ok(performance.now() - started < 1000);
    assert.notEqual(readUrl, url);
    const { rows: grants } = await pool.query(
      `select has_schema_privilege('summa_read', 'shop', 'usage') as shop, has_schema_privilege('summa_read', 'flights', 'usage') as flights`,
    );
    assert.deepEqual(grants, [{ shop: false, flights: false }]);
  });

  it('does not touch a schema that holds something else', async (t) => {
    const { url, pool } = await testDatabase(t);
    await pool.query('create schema shop; create table shop.orders (id int)');
    await assert.rejects(
      loadDemo({ url, now: new Date(), log: () => {}, scale: 0.001 }),
      /needs an empty schema "shop", but it holds "orders"/,
    );
    const { rows } = await pool.query('select count(*)::int as n from shop.orders');
    assert.deepEqual(rows, [{ n: 0 }]);
  });
});
