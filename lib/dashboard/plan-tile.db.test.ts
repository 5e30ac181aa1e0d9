import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dailySales, monthlySales } from '#lib/compile/tile-fixture.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import { dateRange } from '#lib/definition/filters.ts';
import type { Registry } from '#lib/definition/registry.ts';
import type { MeasureReference } from '#lib/definition/summary.ts';
import { line, type Tile } from '#lib/definition/tiles.ts';
import { english } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import type { TileData } from '#lib/query/result.ts';
import { loadDashboard } from './load.ts';
import { admin, type Shop, testShop } from './test-shop.ts';

const closing: (() => Promise<void>)[] = [];
let shop: Shop;
before(async () => {
  shop = await testShop({ after: (fn) => closing.push(fn) });
});
after(async () => {
  for (const close of closing) await close();
});

const daily = { ...dailySales.orders.summary, topic: 'sales' };
// Of totals that are read from the same rows, those of months are sums of those of days.
const monthly = { ...monthlySales.orders.summary, topic: 'sales' };
const of = (summary: typeof daily, { name }: { name: string }): MeasureReference => ({
  kind: 'measure',
  summary,
  name,
});

async function answer(tile: Tile, period: string): Promise<TileData> {
  const dashboard = defineDashboard({ name: 'test', title: '', filters: { period: dateRange('all') }, tiles: [tile] });
  const registry: Registry = { sources: [], summaries: [daily, monthly], dashboards: [dashboard], place: '' };
  const request = { registry, dashboard: 'test', filters: { period }, epoch: null, viewer: admin };
  const { tiles } = await loadDashboard({ ...request, warehouse: shop.warehouse });
  const result = await tiles.t1;
  assert.ok(result?.ok, JSON.stringify(result));
  return result;
}

const why = ({ answeredBy }: TileData, chosen: boolean) =>
  (answeredBy?.considered ?? []).filter((each) => each.chosen === chosen).map(({ reason }) => say(reason, english));

describe('planTile(query, own, days, asker)', () => {
  const months = line('', of(daily, dailySales.revenue), { by: 'day', grain: 'month' });

  it('answers whole months of days from the smaller summary of months, with the same numbers', async () => {
    const data = await answer(months, '2023-02-01..2023-11-30');
    assert.equal(data.summary, 'monthly_sales');
    assert.match(why(data, true).join(), /monthly_sales is the smallest/);
    assert.match(why(data, false).join(), /daily_sales can answer too/);
    const { rows } = await shop.pool.query<{ month: string; revenue: string }>(
      `select date_trunc('month', ordered_on::timestamp)::date::text as month, sum(amount)::text as revenue from raw
        where epoch = 3 and ordered_on between '2023-02-01' and '2023-11-30' group by 1 order by 1`,
    );
    assert.deepEqual(data.values, [rows.map(({ month }) => month), rows.map(({ revenue }) => revenue)]);
  });

  it('answers days that cut through a month from the summary of days', async () => {
    const data = await answer(months, '2023-02-10..2023-11-30');
    assert.equal(data.summary, 'daily_sales');
    assert.match(why(data, false).join(), /begins or ends inside a month/);
  });

  it('leaves a tile of the summary of months its whole months', async () => {
    const tile = line('', of(monthly, monthlySales.revenue), { by: 'month' });
    const data = await answer(tile, '2023-02-10..2023-11-30');
    assert.equal(data.summary, 'monthly_sales');
    assert.equal(data.values[0]?.[0], '2023-02-01');
    assert.match(data.notes.map((note) => say(note, english)).join(), /whole months are shown/);
  });
});
