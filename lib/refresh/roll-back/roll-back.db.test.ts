import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { count, max, sum } from '#lib/definition/columns.ts';
import { date, text, week } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom, rowsOf } from '#lib/definition/summary.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { restatementOf } from '../restatement/restatement-of.ts';
import type { Limits } from '../run/context.ts';
import { createEngine, type Engine } from '../run/engine.ts';
import { buildMissing, runToItsEnd } from '../run/first-build.ts';
import { requestRefresh } from '../run/request.ts';
import { readAt } from '../testing/read-at.ts';
import { daily, monthly, openShop, orders, plainDaily, plainMonthly, type Shop } from '../testing/shop.ts';
import { heldDays, listHolds, releasedDays, releaseHold } from './hold.ts';
import { previewRollBack } from './preview.ts';
import { requestRollBack } from './request.ts';

/** 200 orders from the 1st to the 9th of March 2024 (Seoul), published at epoch 1. */
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

async function rollBack(shop: Shop, epoch: number, engine: Engine = shop.engine): Promise<string | null> {
  const wish = { epoch, reason: 'doubled rows', who: 'admin' };
  const { id } = await requestRollBack(engine.store, shop.pool, 'summa', engine.registry, wish);
  return runToItsEnd(engine, id);
}

const epochOf = async (shop: Shop) => (await latestEpoch(shop.pool, 'summa')).epoch;
const generation = async (shop: Shop, name: string) =>
  (await generationsAt(shop.pool, 'summa', await epochOf(shop))).get(name);
const built = async (shop: Shop, name: string) => {
  const { rows } = await shop.pool.query<{ partition: string }>(
    'select partition::text as partition from summa._partition where generation = $1 order by 1',
    [(await generation(shop, name))?.id],
  );
  return rows.map((row) => row.partition);
};
const plain = async (shop: Shop, query: string) => (await shop.pool.query(query)).rows;
const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();
const within = (rows: Record<string, string | null>[], from: string, to: string) =>
  rows.filter(({ day }) => typeof day === 'string' && day >= from && day < to);

/** Every relation at an epoch, by name. */
async function everything(shop: Shop, epoch: number) {
  return {
    daily: await readAt(shop.pool, epoch, 'daily'),
    buyers: await readAt(shop.pool, epoch, 'daily', 'buyers'),
    monthly: await readAt(shop.pool, epoch, 'monthly'),
  };
}

async function agree(shop: Shop, epoch: number) {
  const totals = async (name: string) => {
    const rows = await readAt(shop.pool, epoch, name);
    return [
      rows.reduce((all, row) => all + Number(row.orders), 0),
      rows.reduce((all, row) => all + Math.round(Number(row.revenue) * 100), 0),
    ];
  };
  assert.deepEqual(await totals('daily'), await totals('monthly'), `daily and monthly at ${epoch}`);
}

describe('a roll-back', () => {
  it('of the newest epoch restores every relation row by row, keeps the epoch readable, and holds its days', async (t) => {
    const shop = await shopWithOrders(t);
    const before = await everything(shop, 1);
    await shop.pool.query('update raw.orders set amount = amount * 2, customer_id = order_id where order_id > 150');
    assert.equal(await shop.refresh(), null);
    const bad = await everything(shop, 2);
    assert.notDeepEqual(bad, before);

    const preview = await previewRollBack(shop.pool, 'summa', shop.engine.registry, 2);
    assert.equal(preview.refusal, null);
    assert.deepEqual(preview.alsoUndoes, []);
    assert.equal(await rollBack(shop, 2), null);
    assert.equal(await epochOf(shop), 3);
    assert.deepEqual(await everything(shop, 3), before);
    assert.deepEqual(await everything(shop, 2), bad);
    assert.deepEqual(await everything(shop, 1), before);
    const { rows } = await shop.pool.query(
      `select p.kind, p.who, p.reason, s.summary, s.rows_opened::text as opened, s.rows_closed::text as closed
         from summa._publish p join summa._publish_summary s using (epoch) where epoch = 3 order by s.summary`,
    );
    assert.deepEqual(
      rows.map(({ summary, opened, closed }) => ({ summary, opened, closed })),
      preview.summaries.map(({ summary, opened, closed }) => ({ summary, opened, closed })),
    );
    assert.deepEqual([rows[0].kind, rows[0].who, rows[0].reason], ['roll back', 'admin', 'doubled rows']);

    assert.deepEqual(await heldDays(shop.pool, 'summa', 'daily'), [{ from: '2024-03-06', to: '2024-03-10' }]);
    const twice = `insert into summa._hold (summary, range_from, range_to, epoch, undone, who)
      select summary, range_from, range_to, epoch, undone, 'another' from summa._hold returning id::text as id`;
    const { rows: again } = await shop.pool.query<{ id: string }>(twice);
    assert.equal((await heldDays(shop.pool, 'summa', 'daily')).length, 1, 'days that are held twice are told once');
    await releaseHold(shop.pool, 'summa', { id: again[0]?.id ?? '', who: 'another' });
    const [hold] = await listHolds(shop.pool, 'summa');
    assert.deepEqual(
      { ...hold, id: '', at: '' },
      {
        id: '',
        at: '',
        summary: 'daily',
        range: { from: '2024-03-06', to: '2024-03-10' },
        epoch: 3,
        undone: 2,
        who: 'admin',
        reason: 'doubled rows',
      },
    );
  });

  it('is refused where an earlier one has done it already, until its days are published again', async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query('update raw.orders set amount = amount * 2 where order_id > 150');
    assert.equal(await shop.refresh(), null);
    assert.equal(await rollBack(shop, 2), null);
    const preview = await previewRollBack(shop.pool, 'summa', shop.engine.registry, 2);
    assert.equal(preview.refusal?.key, 'problem.rollBackNothing');
    await assert.rejects(rollBack(shop, 2), /What epoch 2 changed is not there any more/);
    assert.equal(await epochOf(shop), 3);
    assert.equal((await listHolds(shop.pool, 'summa')).length, 1);
    assert.deepEqual((await restatementOf(shop.pool, 'summa', 2))?.rolledBackBy, [3]);
    assert.deepEqual((await restatementOf(shop.pool, 'summa', 3))?.rolledBackBy, []);
    // The roll-back itself can be undone, after which the epoch's effect is there again.
    assert.equal(await rollBack(shop, 3), null);
    assert.equal(await rollBack(shop, 2), null);
    assert.deepEqual(await everything(shop, 5), await everything(shop, 1));
    assert.deepEqual((await restatementOf(shop.pool, 'summa', 2))?.rolledBackBy, [3, 5]);
  });

  it('is not undone by a refresh until its days are released, then the refresh is what plain SQL says', async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query('update raw.orders set amount = amount * 2 where order_id > 150');
    assert.equal(await shop.refresh(), null);
    assert.equal(await rollBack(shop, 2), null);
    await shop.refresh();
    await shop.refresh({ mode: 'all' });
    assert.deepEqual(await everything(shop, await epochOf(shop)), await everything(shop, 1));
    assert.deepEqual(await releasedDays(shop.pool, 'summa', 'daily'), []);

    const [hold] = await listHolds(shop.pool, 'summa');
    await releaseHold(shop.pool, 'summa', { id: hold?.id ?? '', who: 'admin' });
    await assert.rejects(releaseHold(shop.pool, 'summa', { id: hold?.id ?? '', who: 'admin' }), /not held any more/);
    assert.deepEqual(await releasedDays(shop.pool, 'summa', 'daily'), [{ from: '2024-03-06', to: '2024-03-10' }]);
    assert.equal(await shop.refresh({ mode: 'all', range: { from: '2024-03-01', to: '2024-04-01' } }), null);
    assert.deepEqual(await releasedDays(shop.pool, 'summa', 'daily'), []);
    const latest = await epochOf(shop);
    assert.deepEqual(sorted(await readAt(shop.pool, latest, 'daily')), sorted(await plain(shop, plainDaily)));
    assert.deepEqual(sorted(await readAt(shop.pool, latest, 'monthly')), sorted(await plain(shop, plainMonthly)));
  });

  it('of an older epoch restores its days, leaves the others, and makes the month again from them', async (t) => {
    const shop = await shopWithOrders(t);
    const before = await everything(shop, 1);
    await shop.pool.query('update raw.orders set amount = amount * 3 where order_id > 150');
    assert.equal(await shop.refresh(), null);
    await shop.pool.query(
      `insert into raw.orders values (901, '2024-03-11 03:00Z', 'KR', 5, 1), (902, '2024-03-20 03:00Z', 'FR', 7, 2)`,
    );
    assert.equal(await shop.refresh(), null);
    await shop.pool.query('update raw.orders set amount = amount + 0.5 where order_id < 20');
    assert.equal(await shop.refresh({ mode: 'all', range: { from: '2024-03-01', to: '2024-03-03' } }), null);
    assert.equal(await epochOf(shop), 4);
    const latest = await everything(shop, 4);

    const preview = await previewRollBack(shop.pool, 'summa', shop.engine.registry, 2);
    assert.deepEqual(preview.alsoUndoes, [3]);
    assert.equal(await rollBack(shop, 2), null);
    const now = await everything(shop, 5);
    for (const name of ['daily', 'buyers'] as const) {
      assert.deepEqual(within(now[name], '2024-03-06', '2024-03-10'), within(before[name], '2024-03-06', '2024-03-10'));
      assert.deepEqual(within(now[name], '2024-03-10', '2024-04-01'), within(latest[name], '2024-03-10', '2024-04-01'));
      assert.deepEqual(within(now[name], '2024-03-01', '2024-03-06'), within(latest[name], '2024-03-01', '2024-03-06'));
    }
    await agree(shop, 5);
    assert.deepEqual(await everything(shop, 4), latest);
  });

  it('forgets days that were not built before, and claims no more than was complete then', async (t) => {
    const shop = await shopWithOrders(t);
    const was = await generation(shop, 'daily');
    const partitions = await built(shop, 'daily');
    await shop.pool.query(`insert into raw.orders values (901, '2024-03-12 03:00Z', 'KR', 5, 1)`);
    assert.equal(await shop.refresh(), null);
    assert.equal((await built(shop, 'daily')).at(-1), '2024-03-12');
    assert.equal(await rollBack(shop, 2), null);
    assert.deepEqual(await built(shop, 'daily'), partitions);
    assert.equal((await generation(shop, 'daily'))?.completeThrough, was?.completeThrough);
    assert.equal((await generation(shop, 'monthly'))?.completeThrough, was?.completeThrough);
    await agree(shop, 3);
  });

  it('leaves what the summary is complete through where the epoch only restated older days', async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query('update raw.orders set amount = amount + 1 where order_id < 20');
    assert.equal(await shop.refresh({ mode: 'all', range: { from: '2024-03-01', to: '2024-03-03' } }), null);
    await shop.pool.query(`insert into raw.orders values (901, '2024-03-12 03:00Z', 'KR', 5, 1)`);
    assert.equal(await shop.refresh(), null);
    assert.equal(await rollBack(shop, 2), null);
    assert.equal((await generation(shop, 'daily'))?.completeThrough, '2024-03-12T03:00:00.000Z');
    assert.equal((await generation(shop, 'monthly'))?.completeThrough, '2024-03-12T03:00:00.000Z');
  });

  it('of a rebuild brings back everything, also as a copy when very much differs', async (t) => {
    const shop = await shopWithOrders(t);
    const before = await everything(shop, 1);
    await shop.pool.query('update raw.orders set amount = amount + 1, country = null where order_id % 2 = 0');
    assert.equal(await shop.refresh({ mode: 'all' }), null);
    await shop.pool.query(`insert into raw.orders values (901, '2024-03-12 03:00Z', 'KR', 5, 1)`);
    assert.equal(await shop.refresh(), null);
    const latest = await everything(shop, 3);
    const few: Limits = { ...shop.engine.limits, changedRows: 3 };
    assert.deepEqual((await previewRollBack(shop.pool, 'summa', shop.engine.registry, 2)).alsoUndoes, [3]);
    assert.equal(await rollBack(shop, 2, { ...shop.engine, limits: few }), null);
    assert.deepEqual(await everything(shop, 4), before);
    assert.deepEqual(await everything(shop, 3), latest);
    assert.equal((await generation(shop, 'daily'))?.fromEpoch, 4);
    assert.deepEqual(await heldDays(shop.pool, 'summa', 'daily'), [null]);
    assert.equal((await built(shop, 'daily')).at(-1), '2024-03-09');
  });

  it('can be rolled back', async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query('update raw.orders set amount = amount * 2 where order_id > 150');
    assert.equal(await shop.refresh(), null);
    const second = await everything(shop, 2);
    assert.equal(await rollBack(shop, 2), null);
    assert.equal(await rollBack(shop, 3), null);
    assert.deepEqual(await everything(shop, 4), second);
    const holds = await listHolds(shop.pool, 'summa');
    assert.deepEqual(
      holds.map(({ epoch, undone }) => ({ epoch, undone })),
      [{ epoch: 4, undone: 3 }],
    );
  });

  it('is refused for the first publish, an unknown epoch, and one whose rows before are gone', async (t) => {
    const shop = await shopWithOrders(t);
    await assert.rejects(rollBack(shop, 1), /first publish of daily/);
    await assert.rejects(rollBack(shop, 9), /no epoch 9\. The newest is 1\./);
    await shop.pool.query('update raw.orders set amount = amount * 2 where order_id > 150');
    assert.equal(await shop.refresh(), null);
    await shop.pool.query(`insert into summa._horizon (summary, epoch) values ('daily', 2)`);
    await assert.rejects(rollBack(shop, 2), /kept from epoch 2 on/);
  });

  it('asked for twice is one run', async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query('update raw.orders set amount = amount * 2 where order_id > 150');
    assert.equal(await shop.refresh(), null);
    const { store, registry } = shop.engine;
    const wish = { epoch: 2, reason: null, who: 'admin' };
    const first = await requestRollBack(store, shop.pool, 'summa', registry, wish);
    assert.deepEqual(await requestRollBack(store, shop.pool, 'summa', registry, wish), { id: first.id, joined: true });
  });
});

const total = defineSummary({
  name: 'total',
  description: 'Orders per country, of all time.',
  from: rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['country', 'amount'])),
  grain: { country: text() },
  columns: { orders: count(), revenue: sum('amount', { scale: 2 }) },
  zone: 'Asia/Seoul',
});

const weekly = defineSummary({
  name: 'weekly',
  description: 'Orders per week.',
  from: rowsOf(daily),
  grain: { week: week('day') },
  columns: { orders: sum('orders'), revenue: sum('revenue') },
  refresh: { by: 'week' },
  zone: 'Asia/Seoul',
});

describe('a roll-back in another chain', () => {
  it('of a summary without partitions restores all of it', async (t) => {
    const registry = defineRegistry({ summaries: [total], dashboards: [] });
    const shop = await openShop(await testDatabase(), registry);
    t.after(() => shop.drop());
    await shop.pool.query(
      `insert into raw.orders select g, now(), case g % 3 when 0 then 'KR' else 'US' end, g, 1 from generate_series(1, 50) g`,
    );
    assert.equal(await shop.refresh({ summary: 'total' }), null);
    const before = await readAt(shop.pool, 1, 'total');
    await shop.pool.query(`insert into raw.orders values (99, now(), 'FR', 5, 1)`);
    assert.equal(await shop.refresh({ summary: 'total' }), null);
    const bad = await readAt(shop.pool, 2, 'total');
    assert.equal(await rollBack(shop, 2), null);
    assert.deepEqual(await readAt(shop.pool, 3, 'total'), before);
    assert.deepEqual(await heldDays(shop.pool, 'summa', 'total'), [null]);
    await shop.refresh({ summary: 'total' });
    assert.deepEqual(await readAt(shop.pool, await epochOf(shop), 'total'), before);
    const [hold] = await listHolds(shop.pool, 'summa');
    await releaseHold(shop.pool, 'summa', { id: hold?.id ?? '', who: 'admin' });
    assert.equal(await shop.refresh({ summary: 'total' }), null);
    assert.deepEqual(await readAt(shop.pool, await epochOf(shop), 'total'), bad);
  });

  it('makes a summary again that did not exist before, and weeks that reach over the days', async (t) => {
    const shop = await shopWithOrders(t);
    const before = await everything(shop, 1);
    await shop.pool.query('update raw.orders set amount = amount * 2 where order_id > 150');
    assert.equal(await shop.refresh(), null);
    const registry = defineRegistry({ summaries: [daily, weekly, monthly], dashboards: [] });
    await buildMissing({ registry, environment: shop.environment, log: () => {} });
    const wider = createEngine({ registry, environment: shop.environment });
    assert.equal(await epochOf(shop), 3);
    await assert.rejects(rollBack(shop, 3, wider), /first publish of weekly/);
    assert.equal(await rollBack(shop, 2, wider), null);
    assert.deepEqual((await everything(shop, 4)).daily, before.daily);
    await agree(shop, 4);
    const weeks = await readAt(shop.pool, 4, 'weekly');
    const { rows } = await shop.pool.query(
      `select date_trunc('week', day)::date::text as week, sum(orders)::text as orders, sum(revenue)::text as revenue
         from summa.daily group by 1 order by 1`,
    );
    assert.deepEqual(weeks, rows);
  });
});

const changed = defineSummary({
  name: 'daily',
  description: 'Other columns.',
  from: rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at', 'country', 'amount'])),
  grain: { day: date('ordered_at'), country: text() },
  columns: { orders: count(), largest: max('amount'), revenue: sum('amount', { scale: 0 }) },
  refresh: { by: 'day', lookBack: 3 },
  zone: 'Asia/Seoul',
});

describe('a roll-back of another definition', () => {
  const registry = defineRegistry({ summaries: [changed], dashboards: [] });

  it('serves the columns of before, and the new code neither calls itself outdated nor rebuilds while they are held', async (t) => {
    const shop = await shopWithOrders(t);
    const before = await readAt(shop.pool, 1, 'daily');
    await buildMissing({ registry, environment: shop.environment, log: () => {} });
    const newer = createEngine({ registry, environment: shop.environment });
    const bad = await readAt(shop.pool, 2, 'daily');
    assert.equal(await rollBack(shop, 2, newer), null);
    assert.equal(await epochOf(shop), 3);
    assert.deepEqual(await readAt(shop.pool, 3, 'daily'), before);
    assert.deepEqual(await readAt(shop.pool, 2, 'daily'), bad);
    assert.ok((await generation(shop, 'daily'))?.relations[0]?.columns.some(({ name }) => name === 'buyers'));

    const refresh = async () => {
      const { id } = await requestRefresh(newer.store, registry, { summary: 'daily', requestedBy: 'test' });
      return runToItsEnd(newer, id);
    };
    assert.doesNotMatch((await refresh()) ?? '', /newer definition/);
    assert.deepEqual(await readAt(shop.pool, await epochOf(shop), 'daily'), before);
    const [hold] = await listHolds(shop.pool, 'summa');
    await releaseHold(shop.pool, 'summa', { id: hold?.id ?? '', who: 'admin' });
    assert.equal(await refresh(), null);
    assert.deepEqual(await readAt(shop.pool, await epochOf(shop), 'daily'), bad);
  });

  it('of days published before it is refused, and says which epoch to roll back instead', async (t) => {
    const shop = await shopWithOrders(t);
    await shop.pool.query('update raw.orders set amount = amount * 2 where order_id > 150');
    assert.equal(await shop.refresh(), null);
    await buildMissing({ registry, environment: shop.environment, log: () => {} });
    const newer = createEngine({ registry, environment: shop.environment });
    await assert.rejects(rollBack(shop, 2, newer), /another definition at epoch 3.*Roll back epoch 3 instead/);
  });
});
