import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadDashboard } from '#lib/dashboard/load.ts';
import { admin } from '#lib/dashboard/test-shop.ts';
import { count, max, min, ratio, sum } from '#lib/definition/columns.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import { choice } from '#lib/definition/filters.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineRegistry, type Registry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { number } from '#lib/definition/tiles.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { createEngine } from '../run/engine.ts';
import { buildMissing, runToItsEnd } from '../run/first-build.ts';
import { requestRefresh } from '../run/request.ts';
import { storeSchedules } from '../schedule/store-schedules.ts';
import { readAt } from '../testing/read-at.ts';
import { openShop, orders, type Shop } from '../testing/shop.ts';
import { startWorker } from '../worker/worker.ts';

const rows = rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at', 'country', 'amount']));
const common = {
  description: 'Orders per day and country.',
  from: rows,
  refresh: { by: 'day', lookBack: 3 },
  zone: 'UTC',
} as const;

const before = defineSummary({
  ...common,
  name: 'daily',
  grain: { day: date('ordered_at') },
  columns: { orders: count(), largest: max('amount') },
});
const other = defineSummary({
  ...common,
  name: 'other',
  grain: { day: date('ordered_at') },
  columns: { orders: count() },
});
/** One measure less, two more, a dimension more. */
const after = defineSummary({
  ...common,
  name: 'daily',
  grain: { day: date('ordered_at'), country: text() },
  columns: {
    orders: count(),
    smallest: min('amount'),
    amount: sum('amount', { scale: 2 }),
    mean: ratio('amount', 'orders'),
  },
});

/** The same rows of a source that nothing is added to any more. */
const closedOrders = defineSource({ ...orders, watermark: 'closed' });
const closedBefore = defineSummary({
  ...common,
  name: 'daily',
  from: rowsFrom([closedOrders], (db) => db.selectFrom('raw.orders').select(['ordered_at', 'country', 'amount'])),
  grain: { day: date('ordered_at') },
  columns: { orders: count(), largest: max('amount') },
});
const closedRegistry = defineRegistry({ summaries: [closedBefore], dashboards: [] });

const oldRegistry = defineRegistry({
  summaries: [before, other],
  dashboards: [
    defineDashboard({
      name: 'page',
      title: 'Page',
      tiles: [number('Orders', before.orders), number('Largest', before.largest)],
    }),
  ],
});
const newRegistry = defineRegistry({
  summaries: [after],
  dashboards: [
    defineDashboard({
      name: 'page',
      title: 'Page',
      filters: { country: choice(after, 'country') },
      tiles: [number('Orders', after.orders), number('Smallest', after.smallest), number('Mean', after.mean)],
    }),
  ],
});

async function openBefore(t: TestContext): Promise<Shop> {
  const shop = await openShop(await testDatabase(), oldRegistry);
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-03-01 00:00Z' + g * interval '1 hour', case g % 3 when 0 then 'KR' else 'US' end, g, g % 7
      from generate_series(1, 200) g`);
  await storeSchedules(shop.engine.store, oldRegistry);
  await buildMissing({ registry: oldRegistry, environment: shop.environment, log: () => {} });
  return shop;
}

/** What each tile of the page says, in a process with these definitions. */
async function page(shop: Shop, registry: Registry, epoch: number | null = null): Promise<string[]> {
  const warehouse = {
    pages: warehousePool('pages', shop.readUrl),
    exports: warehousePool('exports', shop.readUrl),
    schema: 'summa',
  };
  const load = await loadDashboard({
    registry,
    dashboard: 'page',
    filters: {},
    epoch,
    viewer: admin,
    warehouse,
  });
  const tiles = await Promise.all(Object.values(load.tiles));
  return tiles.map((tile) => (tile.ok ? String(tile.values[0]?.[0]) : `${tile.code}: ${JSON.stringify(tile.message)}`));
}

const epochOf = async (shop: Shop) => (await latestEpoch(shop.pool, 'summa')).epoch;

async function refreshed(engine: Shop['engine'], summary: string): Promise<string | null> {
  const { id } = await requestRefresh(engine.store, engine.registry, { summary, requestedBy: 'test' });
  return runToItsEnd(engine, id);
}

describe('definitions that change', () => {
  it('move what a summary is complete through when its source is declared closed', { timeout: 60_000 }, async (t) => {
    const shop = await openBefore(t);
    const through = async () => {
      const served = (await generationsAt(shop.pool, 'summa', await epochOf(shop))).get('daily');
      return served?.completeThrough;
    };
    assert.equal(await through(), '2024-03-09T08:00:00.000Z');
    const build = () => buildMissing({ registry: closedRegistry, environment: shop.environment, log: () => {} });
    await build();
    assert.equal(await through(), '2024-03-10T00:00:00.000Z');
    const epoch = await epochOf(shop);
    await build();
    assert.equal(await epochOf(shop), epoch);
  });

  it('are served as far as they are built, by processes of both versions', { timeout: 60_000 }, async (t) => {
    const shop = await openBefore(t);
    const old = await page(shop, oldRegistry);
    assert.ok(
      old.every((tile) => /^[\d.]+$/.test(tile)),
      String(old),
    );
    const firstEpoch = await epochOf(shop);

    // The new web serves the old generation: what it does not have says so on its own tile.
    const [ordersThen, ...missing] = await page(shop, newRegistry);
    assert.equal(ordersThen, old[0]);
    assert.match(missing[0] ?? '', /^refused: .*smallest/);
    assert.match(missing[1] ?? '', /^refused: .*mean/);

    await buildMissing({ registry: newRegistry, environment: shop.environment, log: () => {} });
    const now = await page(shop, newRegistry);
    assert.ok(
      now.every((tile) => /^[\d.]+$/.test(tile)),
      String(now),
    );
    // The old web serves the new generation, and the new web the old epoch.
    const [ordersNow, gone] = await page(shop, oldRegistry);
    assert.equal(ordersNow, old[0]);
    assert.match(gone ?? '', /^refused: .*largest/);
    const [ordersPinned, notYet] = await page(shop, newRegistry, firstEpoch);
    assert.equal(ordersPinned, old[0]);
    assert.match(notYet ?? '', /^refused: .*smallest/);
    assert.deepEqual(await page(shop, oldRegistry, firstEpoch), old);
  });

  it('are not undone by a process that has older ones, which goes on with all else', { timeout: 60_000 }, async (t) => {
    const shop = await openBefore(t);
    await buildMissing({ registry: newRegistry, environment: shop.environment, log: () => {} });
    await shop.pool.query(`insert into raw.orders values (900, '2024-03-09 12:00Z', 'KR', 1, 1)`);
    const epoch = await epochOf(shop);
    // The engine that built the old ones knows nothing of the new ones.
    const older = createEngine({ registry: oldRegistry, environment: shop.environment });
    older.versions = new Map(
      (
        await shop.pool.query<{ summary: string; version: string; fingerprint: string }>(
          `select distinct on (summary) summary, version::text as version, fingerprint from summa._definition order by summary, version`,
        )
      ).rows.map((row) => [row.summary, { version: Number(row.version), fingerprint: row.fingerprint }]),
    );
    assert.match(String(await refreshed(older, 'daily')), /newer definition than this process has/);
    assert.equal(await epochOf(shop), epoch);
    assert.equal(await refreshed(older, 'other'), null);
    assert.equal(await epochOf(shop), epoch + 1);
    const newer = createEngine({ registry: newRegistry, environment: shop.environment });
    assert.equal(await refreshed(newer, 'daily'), null);
    assert.equal(await epochOf(shop), epoch + 2);
  });

  it('keep what is served of a summary that is removed', async (t) => {
    const shop = await openBefore(t);
    const had = await readAt(shop.pool, await epochOf(shop), 'other');
    assert.ok(had.length > 0);
    await storeSchedules(shop.engine.store, newRegistry);
    await buildMissing({ registry: newRegistry, environment: shop.environment, log: () => {} });
    assert.deepEqual(await readAt(shop.pool, await epochOf(shop), 'other'), had);
    const { rows } = await shop.pool.query('select count(*)::int as n from summa.other');
    assert.equal(rows[0].n, had.length);
  });

  it('are built by a worker that starts with them, though nothing is due', { timeout: 60_000 }, async (t) => {
    const shop = await openBefore(t);
    const serves = async () => (await generationsAt(shop.pool, 'summa', await epochOf(shop))).get('daily')?.fingerprint;
    const first = await serves();
    const worker = await startWorker({
      registry: newRegistry,
      environment: shop.environment,
      beatMs: 100,
      demo: false,
      buildMissing: true,
      log: () => {},
    });
    try {
      while ((await serves()) === first) await sleep(50);
    } finally {
      await worker.stop();
    }
    const runs = await shop.engine.store
      .selectFrom('run')
      .select(['summary', 'reason'])
      .orderBy('id', 'desc')
      .execute();
    assert.deepEqual(runs[0], { summary: 'daily', reason: 'never built with this definition' });
  });

  it('are built although a worker that still has the old ones takes their runs', { timeout: 120_000 }, async (t) => {
    const shop = await openBefore(t);
    const serves = async () => (await generationsAt(shop.pool, 'summa', await epochOf(shop))).get('daily')?.fingerprint;
    const first = await serves();
    const older = await startWorker({
      registry: shop.engine.registry,
      environment: shop.environment,
      beatMs: 5,
      demo: false,
      log: () => {},
    });
    try {
      await buildMissing({ registry: newRegistry, environment: shop.environment, log: () => {} });
      assert.notEqual(await serves(), first);
    } finally {
      await older.stop();
    }
  });
});
