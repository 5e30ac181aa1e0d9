import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadFile } from '#lib/load/load-file.ts';
import { buildMissing } from '#lib/refresh/run/first-build.ts';
import { type TestDatabase, testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { closeWarehousePools, warehousePool } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';
import { loadDashboard } from './load.ts';
import { retailRegistry } from './retail-fixture.ts';
import { admin } from './test-shop.ts';
import type { Cell, TileData } from './tile-result.ts';

const file = join(import.meta.dirname, '../../../shared/data/online-retail.csv.gz');

describe('real retail orders, from the file to the tiles', {
  skip: existsSync(file) ? false : `${file} is not here`,
}, () => {
  let database: TestDatabase;

  before(async () => {
    database = await testDatabase();
    const { url, readUrl, controlUrl } = database;
    await loadFile({ path: file, table: 'retail.order_lines', url });
    await migrateControlStore(controlStore(controlUrl));
    await migrateWarehouse(url, 'summa', readUrl);
    const environment = { warehouseUrl: url, schema: 'summa', controlUrl };
    await buildMissing({ registry: retailRegistry, environment, log: () => {} });
  });

  after(async () => {
    await closeWarehousePools();
    await closeControlStore(database.controlUrl);
    await database.drop();
  });

  const plain = async (query: string, values: unknown[] = []) =>
    (await database.pool.query({ text: query, rowMode: 'array', values })).rows as string[][];

  async function tiles(filters: Record<string, string> = {}): Promise<Record<string, TileData>> {
    const warehouse = {
      pages: warehousePool('pages', database.readUrl),
      exports: warehousePool('exports', database.readUrl),
      schema: 'summa',
    };
    const load = await loadDashboard({
      registry: retailRegistry,
      dashboard: 'retail',
      filters,
      epoch: null,
      viewer: admin,
      warehouse,
    });
    const results: Record<string, TileData> = {};
    for (const [index, tile] of load.head.tiles.entries()) {
      const result = await load.tiles[tile.id];
      assert.ok(result?.ok, `${tile.title}: ${result && !result.ok ? result.message : index}`);
      results[tile.title] = result;
    }
    return results;
  }
  const rowsOf = (tile: TileData | undefined): Cell[][] =>
    Array.from({ length: tile?.rows ?? 0 }, (_, row) => (tile?.values ?? []).map((column) => column[row] ?? null));

  it('has the published totals', async () => {
    assert.deepEqual(
      await plain(`select sum(lines)::text, round(sum(net), 2)::text, count(distinct country)::text, count(distinct day)::text,
                          min(day)::text, max(day)::text from summa.daily_retail`),
      [['541909', '9747747.93', '38', '305', '2010-12-01', '2011-12-09']],
    );
  });

  it('keeps its rules for cancellations, missing customers, zero prices and repeats', async () => {
    assert.deepEqual(
      await plain(
        `select sum(anonymous)::text, sum(sold + coalesce(cancelled, 0))::numeric(38,2)::text from summa.daily_retail where sold is not null`,
      ),
      await plain(`select count(*) filter (where customer_id is null)::text,
          (sum(quantity * unit_price) filter (where invoice_no like 'C%' or (unit_price > 0 and quantity > 0)))::numeric(38,2)::text
        from retail.order_lines where (invoice_date::date, country) in
          (select day, country from summa.daily_retail where sold is not null)`),
    );
    const [anonymous, unpriced, once] = await Promise.all([
      plain('select sum(anonymous)::text from summa.daily_retail'),
      plain('select sum(unpriced)::text from summa.daily_retail'),
      plain('select sum(lines)::text from summa.daily_retail_once'),
    ]);
    assert.deepEqual(anonymous, [['135080']]);
    assert.deepEqual(unpriced, await plain('select count(*)::text from retail.order_lines where unit_price <= 0'));
    assert.deepEqual(once, [[String(541_909 - 5_268)]]);
  });

  it('shows on every tile what plain SQL finds in the raw rows', async () => {
    const shown = await tiles();
    assert.equal(Number(shown.Net?.values[0]?.[0]).toFixed(2), '9747747.93');
    assert.deepEqual(
      rowsOf(shown.Customers),
      await plain('select count(distinct customer_id)::text from retail.order_lines'),
    );
    const numbers = (rows: Cell[][]) =>
      rows.map(([key, ...rest]) => [key, ...rest.map((cell) => Number(cell).toFixed(6))]).sort();
    assert.deepEqual(
      numbers(rowsOf(shown.Countries)),
      numbers(
        await plain(`select country, sum(quantity * unit_price), count(distinct customer_id),
            sum(quantity * unit_price) / count(distinct invoice_no), max(unit_price) from retail.order_lines group by 1`),
      ),
    );
    // A week or day without an order is drawn as zero; plain SQL has no row for it.
    const withOrders = (rows: Cell[][]) => numbers(rows).filter(([, number]) => number !== '0.000000');
    const byWeek = await plain(
      `select date_trunc('week', invoice_date)::date::text, count(distinct customer_id) from retail.order_lines group by 1 order by 1`,
    );
    assert.deepEqual(withOrders(rowsOf(shown['Customers by week'])), numbers(byWeek));
    assert.deepEqual(
      numbers(rowsOf(shown['Net by month'])),
      numbers(
        await plain(
          `select date_trunc('month', invoice_date)::date::text, sum(quantity * unit_price) from retail.order_lines group by 1`,
        ),
      ),
    );
    const days = withOrders(rowsOf(shown['Net by day']));
    assert.deepEqual(
      days,
      numbers(
        await plain(`select invoice_date::date::text, sum(quantity * unit_price) from retail.order_lines group by 1`),
      ),
    );
  });

  it('counts nobody twice under filters', async () => {
    const shown = await tiles({ period: '2011-03-07..2011-04-15', country: 'France,Germany' });
    assert.deepEqual(
      rowsOf(shown.Customers),
      await plain(`select count(distinct customer_id)::text from retail.order_lines
        where invoice_date >= '2011-03-07' and invoice_date < '2011-04-16' and country in ('France', 'Germany')`),
    );
  });
});
