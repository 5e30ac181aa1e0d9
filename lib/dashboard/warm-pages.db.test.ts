import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dailySales, limitedSales, monthlySales } from '#lib/compile/tile-fixture.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { line, number, table } from '#lib/definition/tiles.ts';
import { statementLog } from '#lib/query/execution/testing/statement-log.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { askedPages } from './asked-pages.ts';
import { loadDashboard } from './load.ts';
import type { LoadRequest } from './prepare.ts';
import { admin, type Shop, testShop } from './test-shop.ts';
import { warming } from './warm-pages.ts';

const tiles = [
  number('Orders', dailySales.orders),
  line('Revenue', dailySales.revenue, { by: 'day' }),
  table('Buyers', dailySales.buyers, { by: 'country' }),
];
const filters = { period: dateRange('last 28 days'), country: choice(dailySales, 'country') };
const whole = defineDashboard({ name: 'whole', title: 'Whole', filters, tiles });
const limited = defineDashboard({ name: 'limited', title: 'Limited', tiles: [number('Orders', limitedSales.orders)] });
const registries = {
  whole: defineRegistry({ summaries: [dailySales, monthlySales], dashboards: [whole] }),
  limited: defineRegistry({ summaries: [limitedSales, monthlySales], dashboards: [limited] }),
};

/** A publish that changes a summary in nothing a page shows. */
async function publishAgain({ pool }: Shop): Promise<void> {
  await pool.query(`with next as (update summa._epoch set n = n + 1 returning n), published as (
      insert into summa._publish select n, n, 1, 'all', 'full', now(), 'test' from next)
    insert into summa._publish_summary (epoch, summary, generation, rows_opened, rows_closed, rows, complete_through)
    select n, p.summary, p.generation, 1, 1, p.rows, p.complete_through from next, summa._publish_summary p where p.epoch = 3`);
}

describe('pages that people asked for', () => {
  it('are loaded again after a publish, so that the next of them asks for no row', async (t) => {
    const shop = await testShop(t);
    const { warehouse } = shop;
    const log = await statementLog(shop.serverUrl);
    const rowsAsked = async () => (await log.next()).filter((text) => /_g7_/.test(text)).length;
    const korea = { ...admin, id: '2', role: 'analyst' as const, attributes: { countries: ['KR'] } };
    const pages: LoadRequest[] = [
      {
        registry: registries.whole,
        dashboard: 'whole',
        filters: { country: 'KR' },
        epoch: null,
        viewer: admin,
        warehouse,
      },
      { registry: registries.limited, dashboard: 'limited', filters: {}, epoch: null, viewer: korea, warehouse },
    ];
    const show = async (page: LoadRequest) => Promise.all(Object.values((await loadDashboard(page)).tiles));
    const asked = askedPages();
    const { look } = warming(asked, { newest: () => latestEpoch(warehouse.pages, 'summa'), load: loadDashboard });
    const before = [];
    for (const page of pages) {
      before.push(await show(page));
      asked.note(page);
    }
    await look();
    await publishAgain(shop);
    await rowsAsked();
    await look();
    assert.ok((await rowsAsked()) >= 5);
    const after = [];
    for (const page of pages) after.push(await show(page));
    assert.equal(await rowsAsked(), 0);
    const values = (tiles: Awaited<ReturnType<typeof show>>) =>
      tiles.map((tile) => tile.ok && [tile.epoch, tile.values]);
    assert.deepEqual(
      after.map(values),
      before.map((page) => values(page).map((tile) => tile && [4, tile[1]])),
    );
    // Nothing was published since.
    await look();
    assert.equal(await rowsAsked(), 0);
  });
});
