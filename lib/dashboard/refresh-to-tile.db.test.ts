import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { line, number, table } from '#lib/definition/tiles.ts';
import type { Cell } from '#lib/query/result.ts';
import { daily, monthly, openShop, type Shop } from '#lib/refresh/testing/shop.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { loadDashboard } from './load.ts';
import { admin } from './test-shop.ts';

let shop: Shop;
before(async () => {
  shop = await openShop(await testDatabase());
  await shop.pool.query(`insert into raw.orders
    select n, timestamptz '2024-01-01 00:00:00+09' + n * interval '20 minutes', (array['KR','US',null])[1 + n % 3], (n * 37 % 1000) / 10.0, n % 50
      from generate_series(1, 5000) n`);
});
after(() => shop.drop());

const dashboard = defineDashboard({
  name: 'shop',
  title: 'Shop',
  filters: { period: dateRange('all'), country: choice(daily, 'country') },
  tiles: [
    number('Orders', daily.orders),
    number('Orders by month', monthly.orders),
    number('Buyers', daily.buyers),
    number('Average', daily.aov),
    table('Weeks', [daily.revenue, daily.largest, daily.buyers], { by: ['day', 'country'], grain: 'week' }),
    line('Days', daily.orders, { by: 'day', split: 'country' }),
  ],
});
const registry = defineRegistry({ summaries: [daily, monthly], dashboards: [dashboard] });

async function load(
  epoch: number | null = null,
  filters: Record<string, string> = { period: '2024-01-01..2024-12-31' },
) {
  const { warehouseReadUrl } = shop.environment;
  const warehouse = {
    pages: warehousePool('pages', warehouseReadUrl),
    exports: warehousePool('exports', warehouseReadUrl),
    schema: 'summa',
  };
  const { head, tiles } = await loadDashboard({
    registry,
    dashboard: 'shop',
    filters,
    epoch,
    viewer: admin,
    warehouse,
  });
  const results = await Promise.all(Object.values(tiles));
  return {
    head,
    cells: results.map((tile): Cell[][] => {
      assert.ok(tile.ok, JSON.stringify(tile));
      return tile.values;
    }),
  };
}

describe('from raw rows through a refresh to a tile', () => {
  it('says that nothing is built before the first refresh', async () => {
    const { warehouseReadUrl } = shop.environment;
    const pages = warehousePool('pages', warehouseReadUrl);
    const { head, tiles } = await loadDashboard({
      registry,
      dashboard: 'shop',
      filters: {},
      epoch: null,
      viewer: admin,
      warehouse: { pages, exports: pages, schema: 'summa' },
    });
    assert.equal(head.epoch, 0);
    for (const tile of await Promise.all(Object.values(tiles))) assert.ok(!tile.ok && tile.code === 'unbuilt');
  });

  it('a page shows what the raw rows hold', async () => {
    assert.equal(await shop.refresh(), null);
    const { cells, head } = await load();
    const { rows } = await shop.pool.query<Record<string, string>>(
      'select count(*)::text as orders, count(distinct customer_id)::text as buyers, sum(amount::numeric(38,2)) / count(*) as aov from raw.orders',
    );
    assert.deepEqual(cells.slice(0, 4), [
      [[rows[0]?.orders]],
      [[rows[0]?.orders]],
      [[rows[0]?.buyers]],
      [[rows[0]?.aov]],
    ]);
    assert.ok(head.completeThrough.through);
    const weeks = await shop.pool.query<unknown[]>({
      text: `select date_trunc('week', ordered_at at time zone 'Asia/Seoul')::date::text, country, sum(amount::numeric(38,2))::text, max(amount), count(distinct customer_id)::text
               from raw.orders group by 1, 2 order by 1, country collate "C" nulls last`,
      rowMode: 'array',
    });
    const [week = []] = cells.slice(4);
    assert.deepEqual(
      week[0]?.map((_, row) => week.map((column) => column[row])),
      weeks.rows,
    );
  });

  it('and keeps showing it at its epoch while refreshes go on', async () => {
    const before = await load();
    let going = true;
    const refreshes = (async () => {
      for (let round = 0; round < 5; round++) {
        await shop.pool.query(`update raw.orders set amount = amount + 1, country = 'KR' where order_id % 9 = $1`, [
          round,
        ]);
        await shop.pool.query('delete from raw.orders where order_id % 101 = $1', [round]);
        assert.equal(await shop.refresh({ mode: 'all' }), null);
      }
    })().finally(() => {
      going = false;
    });
    let pages = 0;
    while (going) {
      const page = await load();
      assert.deepEqual(page.cells[0], page.cells[1], `torn at epoch ${page.head.epoch}`);
      assert.deepEqual((await load(before.head.epoch)).cells, before.cells);
      pages++;
    }
    await refreshes;
    const now = await load();
    assert.ok(now.head.epoch > before.head.epoch);
    const { rows } = await shop.pool.query<{ count: string }>('select count(*)::text as count from raw.orders');
    assert.deepEqual(now.cells[0], [[rows[0]?.count]]);
    assert.ok(pages > 3, `only ${pages} pages were read meanwhile`);
  });
});
