import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type pg from 'pg';
import { loadTile } from '#lib/dashboard/load.ts';
import { prepareLoad } from '#lib/dashboard/prepare.ts';
import { admin } from '#lib/dashboard/test-shop.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { number } from '#lib/definition/tiles.ts';
import type { TileResult } from '#lib/query/result.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { readAt } from '../testing/read-at.ts';
import { daily, monthly, type Shop } from '../testing/shop.ts';
import { clearHistory } from './clear-history.ts';
import { age, epochs, shopWithHistory } from './testing/history.ts';

const tile = number('Revenue', daily.revenue);
const dashboard = defineDashboard({ name: 'test', title: 'Test', tiles: [tile] });
const registry = defineRegistry({ summaries: [daily, monthly], dashboards: [dashboard] });

/** The pool of pages, with something done after the first statement about rows or horizons once it is armed. */
function disturbed(pool: pg.Pool, disturb: () => Promise<void>): { pool: pg.Pool; arm: () => void } {
  let armed = false;
  let rowsRead = false;
  const disturbOnce = async () => {
    if (!armed) return;
    armed = false;
    await disturb();
  };
  const query = async (...given: Parameters<pg.Pool['query']>) => {
    const ofHorizons = /_horizon/.test(String(given[0]));
    if (ofHorizons && rowsRead) await disturbOnce();
    const result: unknown = await Reflect.apply(pool.query, pool, given);
    if (ofHorizons) await disturbOnce();
    return result;
  };
  // Rows are read on a connection of their own.
  const connect = async () => {
    rowsRead ||= armed;
    return pool.connect();
  };
  const proxy = new Proxy(pool, {
    get: (target, name) =>
      name === 'query' ? query : name === 'connect' ? connect : Reflect.get(target, name, target),
  });
  return {
    pool: proxy,
    arm: () => {
      armed = true;
    },
  };
}

function prepare(shop: Shop, epoch: number, pages = warehousePool('pages', shop.readUrl)) {
  const warehouse = { pages, exports: warehousePool('exports', shop.readUrl), schema: 'summa' };
  return prepareLoad({ registry, dashboard: 'test', filters: {}, epoch, viewer: admin, warehouse });
}

const revenueAt = async (shop: Shop, epoch: number) =>
  (await readAt(shop.pool, epoch, 'daily')).reduce((cents, row) => cents + Math.round(Number(row.revenue) * 100), 0);
const shown = (result: TileResult) => (result.ok ? Math.round(Number(result.values[0]?.[0]) * 100) : null);

describe('a page that is read while its epoch is cleared away', () => {
  for (const epoch of [2, 4]) {
    it(`shows the right total or refuses, whichever came first (epoch ${epoch})`, async (t) => {
      const shop = await shopWithHistory(t);
      const truth = await revenueAt(shop, epoch);
      await age(shop, 5);
      const { pool, arm } = disturbed(warehousePool('pages', shop.readUrl), async () => {
        const cleared = await clearHistory(shop.engine, { pauseMs: 0 });
        assert.ok(cleared.rows > 0 && cleared.generations > 0);
      });
      const prepared = await prepare(shop, epoch, pool);
      arm();
      const result = await loadTile(tile, prepared);
      if (result.ok) assert.equal(shown(result), truth);
      else assert.match(JSON.stringify(result.message), /problem\.horizon/);
      const later = await loadTile(tile, await prepare(shop, epoch));
      assert.deepEqual(later.ok ? later : later.message.key, 'problem.horizon');
    });
  }

  it('is never shown a wrong total, however many read at once', { timeout: 120_000 }, async (t) => {
    const shop = await shopWithHistory(t);
    const truth = new Map(await Promise.all(epochs.map(async (e) => [e as number, await revenueAt(shop, e)] as const)));
    let done = false;
    let right = 0;
    let refused = 0;
    const readers = Array.from({ length: 4 }, async () => {
      while (!done) {
        for (const epoch of epochs) {
          // Each reads the rows anew: a result that is kept would race nobody.
          const { rows } = await shop.pool.query(`update summa._epoch set incarnation = gen_random_uuid() returning n`);
          assert.equal(rows.length, 1);
          const result = await loadTile(tile, await prepare(shop, epoch));
          if (result.ok) assert.equal(shown(result), truth.get(epoch), `epoch ${epoch}`);
          else assert.equal(result.message.key, 'problem.horizon', JSON.stringify(result));
          if (result.ok) right += 1;
          else refused += 1;
        }
      }
    });
    const clearing = (async () => {
      for (const epoch of epochs) {
        await age(shop, epoch);
        await clearHistory(shop.engine, { pauseMs: 30, batch: 2 });
      }
    })().finally(() => {
      done = true;
    });
    await Promise.all([clearing, ...readers]);
    t.diagnostic(`${right} right totals, ${refused} refused, 0 wrong`);
    assert.ok(right > 0);
  });
});
