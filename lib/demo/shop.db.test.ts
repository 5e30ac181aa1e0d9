import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type pg from 'pg';
import { feedTick } from '#lib/demo/feed.ts';
import { generateShop } from '#lib/demo/shop.ts';
import { type TestDatabase, testDatabase } from '#lib/server/test-database.ts';

const now = new Date('2026-11-22T10:30:20Z');
const minute = 60_000;

async function generate(pool: pg.Pool, options: { scale: number; seed?: number }): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await generateShop(client, { now, ...options });
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** Everything that must hold in the shop at any time; each query counts what is wrong. */
const rules: Record<string, string> = {
  'an order is worth its items': `select count(*) from shop.orders o where amount is distinct from
    (select sum(quantity * unit_price - discount) from shop.order_items i where i.order_id = o.order_id)`,
  'an item has an order and a product': `select count(*) from shop.order_items i left join shop.orders o using (order_id)
    left join shop.products p using (product_id) where o.order_id is null or p.product_id is null`,
  'an order has a customer of its country who had signed up': `select count(*) from shop.orders o left join shop.customers c using (customer_id)
    where c.customer_id is null or c.country <> o.country or c.signed_up_on > (o.ordered_at at time zone 'America/New_York')::date`,
  'a refund is at most its order, comes after it, and never for a cancelled one': `select count(*) from shop.refunds r left join shop.orders o using (order_id)
    where o.order_id is null or r.amount > o.amount or r.amount <= 0 or r.refunded_at <= o.ordered_at or o.status <> 'completed'`,
  'web and app orders have a session each, by their customer': `select count(*) from shop.orders o left join shop.sessions s using (order_id)
    where (s.session_id is not null) <> (o.channel in ('web', 'app')) or s.visitor_id <> o.customer_id`,
  'a purchase is the moment of its order': `select count(*) from shop.sessions s join shop.orders o using (order_id)
    left join shop.events e on e.session_id = s.session_id and e.kind = 'purchase' where e.at is distinct from o.ordered_at`,
  'only sessions with an order have a purchase': `select count(*) from shop.events e join shop.sessions s using (session_id)
    where kind = 'purchase' and order_id is null`,
  'an event lies in its session': `select count(*) from shop.events e left join shop.sessions s using (session_id)
    where s.session_id is null or e.at < s.started_at or e.at > s.ended_at or e.visitor_id <> s.visitor_id`,
  'a session begins with a view and ends once': `select count(*) from shop.sessions s where not exists
    (select from shop.events e where e.session_id = s.session_id and e.kind = 'view' and e.at = s.started_at)`,
  'event numbers are unique': `select count(*) - count(distinct event_id) from shop.events`,
  'nothing lies in the future': `select count(*) from (select ordered_at as at from shop.orders union all select ended_at from shop.sessions
    union all select at from shop.events union all select refunded_at from shop.refunds) t, shop.feed_state where t.at > through`,
  'an order is processing for two days': `select count(*) from shop.orders, shop.feed_state
    where (status = 'processing') <> (ordered_at > through - interval '2 days')`,
  'an assignment is of a visitor who came': `select count(*) from shop.experiment_assignments a where not exists
    (select from shop.sessions s where s.visitor_id = a.visitor_id and s.started_at = a.assigned_at)`,
};

async function holds(pool: pg.Pool): Promise<void> {
  for (const [rule, sql] of Object.entries(rules)) {
    const { rows } = await pool.query<{ count: string }>(
      sql.replace('count(*) - count(distinct event_id)', 'count(*) - count(distinct event_id) as count'),
    );
    assert.equal(rows[0]?.count, '0', rule);
  }
}

const checksum = `select md5(string_agg(t::text, '' order by t::text)) as sum from (
  select o::text from shop.orders o union all select i::text from shop.order_items i union all select e::text from shop.events e
  union all select r::text from shop.refunds r union all select s::text from shop.sessions s union all select c::text from shop.customers c
  union all select a::text from shop.experiment_assignments a union all select p::text from shop.products p) as all_rows(t)`;

describe('generateShop(client, options)', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
    await generate(database.pool, { scale: 0.02 });
  });
  after(() => database.drop());
  const one = async (sql: string) => (await database.pool.query<Record<string, number>>(sql)).rows[0] ?? {};

  it('makes about the asked number of rows', async () => {
    const counts =
      await one(`select (select count(*)::int from shop.orders) orders, (select count(*)::int from shop.order_items) items,
      (select count(*)::int from shop.sessions) sessions, (select count(*)::int from shop.events) events, (select count(*)::int from shop.refunds) refunds`);
    const expected = { orders: 5_000, items: 12_000, sessions: 14_000, events: 38_000, refunds: 240 };
    for (const [name, about] of Object.entries(expected)) {
      const found = counts[name] ?? 0;
      assert.ok(found > about * 0.8 && found < about * 1.2, `${name}: ${found}, expected about ${about}`);
    }
  });

  it('keeps its rules', () => holds(database.pool));

  it('says of every table that it is synthetic', async () => {
    assert.deepEqual(
      await one(`select count(*)::int as unlabelled from pg_class c where relnamespace = 'shop'::regnamespace and relkind = 'r'
      and coalesce(obj_description(c.oid, 'pg_class'), '') not like 'Synthetic demo data%'`),
      { unlabelled: 0 },
    );
  });

  it('has days of New York, seasons, weekdays and growth', async () => {
    const {
      winter = 0,
      grown = 0,
      night = 1,
      days = 0,
    } = await one(`select
      count(*) filter (where date_trunc('month', at) in ('2025-11-01', '2025-12-01'))::float8
        / count(*) filter (where date_trunc('month', at) in ('2025-09-01', '2025-10-01')) as winter,
      count(*) filter (where at >= '2025-11-22')::float8 / count(*) filter (where at < '2025-11-22') as grown,
      count(*) filter (where extract(hour from at) between 2 and 5)::float8 / count(*) * 6 as night,
      count(distinct at::date)::int as days from (select ordered_at at time zone 'America/New_York' as at from shop.orders) t`);
    assert.ok(winter > 1.2, `winter ${winter}`);
    assert.ok(grown > 1.2, `growth ${grown}`);
    assert.ok(night < 0.35, `night ${night}`);
    assert.ok(days >= 728, `days ${days}`);
  });

  it('makes the same shop of the same seed and clock, and another of another', async () => {
    const sum = async () => (await database.pool.query(checksum)).rows[0];
    await database.pool.query('drop schema shop cascade');
    const sums: unknown[] = [];
    for (const seed of [7, 7, 8]) {
      await generate(database.pool, { scale: 0.002, seed });
      sums.push(await sum());
      await database.pool.query('drop schema shop cascade');
    }
    assert.deepEqual(sums[0], sums[1]);
    assert.notDeepEqual(sums[0], sums[2]);
  });
});

describe('feedTick(options)', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
    await generate(database.pool, { scale: 0.1 });
  });
  after(() => database.drop());
  const tick = (minutes: number) => feedTick({ pool: database.pool, now: new Date(now.getTime() + minutes * minute) });

  it('tells each minute once, whoever asks', async () => {
    assert.equal(await tick(0), null, 'the generator has told the first minute');
    const ticks = await Promise.all([tick(60), tick(60), tick(60), tick(60)]);
    const told = ticks.filter((result) => result !== null);
    assert.equal(told.length, 1);
    assert.deepEqual(
      [told[0]?.from.toISOString(), told[0]?.to.toISOString()],
      ['2026-11-22T10:30:00.000Z', '2026-11-22T11:30:00.000Z'],
    );
    assert.equal(await tick(59), null, 'a clock that went back tells nothing');
  });

  it('adds orders, items, sessions, events and refunds at the usual rate, and late orders', async () => {
    const before = (await database.pool.query(`select max(order_id) as id from shop.orders`)).rows[0].id;
    for (let hour = 2; hour <= 49; hour++) await tick(hour * 60);
    const { rows } = await database.pool.query(
      `select count(*)::int as orders, count(*) filter (where updated_at - ordered_at between interval '1 hour' and interval '49 hours'
         and status = 'processing' and ordered_at < updated_at)::int as late,
       (select count(*)::int from shop.sessions where ended_at > $2) as sessions, (select count(*)::int from shop.refunds where refunded_at > $2) as refunds
       from shop.orders where order_id > $1`,
      [before, new Date(now.getTime() + 60 * minute)],
    );
    const { orders, late, sessions, refunds } = rows[0];
    assert.ok(orders > 60 && orders < 200, `${orders} orders in two days, about 100 expected`);
    assert.ok(sessions > 180 && sessions < 500, `${sessions} sessions`);
    assert.ok(late >= 1, `${late} late orders`);
    assert.ok(refunds >= 1, `${refunds} refunds`);
    await holds(database.pool);
  });

  it('catches up after a sleep in one tick, and leaves out what is too long ago', async () => {
    const week = await tick(8 * 24 * 60);
    assert.ok(week && week.skippedFrom === null && (week.rows.orders ?? 0) > 150, JSON.stringify(week));
    const year = await tick(400 * 24 * 60);
    assert.ok(year?.skippedFrom);
    assert.equal(year.to.getTime() - year.from.getTime(), 31 * 24 * 60 * minute);
    await holds(database.pool);
  });

  it('does nothing where there is no shop', async (t) => {
    const { pool } = await testDatabase(t);
    assert.equal(await feedTick({ pool, now }), null);
  });
});
