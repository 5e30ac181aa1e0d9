import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadFile } from '#lib/load/load-file.ts';
import { canonical } from '#lib/query/canonical.ts';
import { judge } from '#lib/query/oracle/judge.ts';
import type { PlainModel } from '#lib/query/oracle/plain-model.ts';
import { diceOf, randomQuestion } from '#lib/query/oracle/random-question.ts';
import type { Cell, TileData } from '#lib/query/result.ts';
import { buildMissing } from '#lib/refresh/run/first-build.ts';
import { random } from '#lib/refresh/testing/random.ts';
import { type TestDatabase, testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { closeWarehousePools, warehousePool } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';
import { loadDashboard } from './load.ts';
import { retailRegistry } from './retail-fixture.ts';
import { admin } from './test-shop.ts';

const file = join(import.meta.dirname, '../../../shared/data/online-retail.csv.gz');

/** The long form is 200. */
const questions = Number(process.env.SUMMA_RETAIL_QUESTIONS ?? 25);

/** The same numbers over the raw lines, written by hand. */
const retailModel: PlainModel = {
  subject: { summary: 'daily_retail' },
  rows: `select invoice_date as at, country, customer_id, invoice_no, unit_price, quantity,
                round(quantity * unit_price, 3) as amount from retail.order_lines`,
  weekStart: 'monday',
  grains: ['day', 'week', 'month', 'quarter', 'year'],
  kept: 'day',
  dimensions: {
    country: { type: 'text', values: ['United Kingdom', 'France', 'Germany', 'EIRE', 'Unspecified', 'x', null] },
  },
  measures: {
    lines: { kind: 'sum', sql: 'count(*)' },
    net: { kind: 'sum', sql: 'sum(amount)' },
    sold: {
      kind: 'sum',
      sql: `sum(case when invoice_no not like 'C%' and unit_price > 0 and quantity > 0 then amount end)`,
    },
    cancelled: { kind: 'sum', sql: `sum(case when invoice_no like 'C%' then amount end)` },
    anonymous: { kind: 'sum', sql: 'count(*) - count(customer_id)' },
    unpriced: { kind: 'sum', sql: 'count(case when unit_price <= 0 then 1 end)' },
    dearest: { kind: 'extreme', sql: 'max(unit_price)' },
    cheapest: { kind: 'extreme', sql: 'min(unit_price)' },
    invoices: { kind: 'distinct', sql: 'count(distinct invoice_no)' },
    customers: { kind: 'distinct', sql: 'count(distinct customer_id)' },
    invoice_value: { kind: 'quotient', sql: 'sum(amount) / count(distinct invoice_no)' },
  },
  completeTo: null,
  span: { from: '2010-11-15', to: '2011-12-20' },
};

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

  it(`answers ${questions} random questions as the raw lines do`, async (t) => {
    const { pool, readUrl } = database;
    const pages = warehousePool('pages', readUrl);
    const warehouse = { pages, exports: warehousePool('exports', readUrl), schema: 'summa' };
    const opened = { pool, registry: retailRegistry, warehouse };
    const dice = diceOf(random(7));
    const refused: string[] = [];
    for (let at = 0; at < questions; at++) {
      const query = canonical(randomQuestion(retailModel, dice));
      const verdict = await judge(opened, retailModel, query, admin);
      if (verdict.kind === 'refused') refused.push(verdict.why);
      assert.notEqual(verdict.kind, 'different', `${JSON.stringify(verdict)} to ${JSON.stringify(query)}`);
    }
    t.diagnostic(
      `${questions} questions: all equal but ${refused.length} refused: ${[...new Set(refused)].join(', ')}`,
    );
    assert.ok(refused.length <= questions / 10, refused.join(', '));
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
