import assert from 'node:assert/strict';
import { it } from 'node:test';
import { compile } from '#lib/compile/bind.ts';
import { findSummary } from '#lib/definition/registry.ts';
import { openStock } from '#lib/refresh/testing/stock.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { generationsAt } from '#lib/warehouse/generation.ts';
import { summaryQuery } from './summary-query.ts';

it('exports averages row by row, each before the two sums that put several rows together', async (t) => {
  const shop = await openStock(await testDatabase(), 'UTC');
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.stock values (1, '2024-03-01 08:00Z', 'north', 5, 2.50, 1, null), (2, '2024-03-01 09:00Z', 'north', 7, 4, 3, 0.25),
      (3, '2024-03-02 09:00Z', 'south', null, 3, 0, null)`);
  assert.equal(await shop.refresh({ summary: 'closing' }), null);
  const closing = findSummary(shop.engine.registry, 'closing');
  const generation = (await generationsAt(shop.pool, 'summa', 1)).get('closing');
  assert.ok(closing && generation);
  const { sql, parameters } = compile(
    summaryQuery(closing, generation, { schema: 'summa', epoch: 1, scope: 'everything' }),
  );
  const { fields, rows } = await shop.pool.query<Record<string, unknown>>(sql, [...parameters]);
  assert.deepEqual(
    fields.map(({ name }) => name),
    ['day', 'store', 'units', 'price', 'price_total', 'price_weight'],
  );
  assert.deepEqual(
    rows.map((row) => [
      row.store,
      row.units,
      row.price === null ? null : Number(row.price),
      row.price_total,
      row.price_weight,
    ]),
    [
      ['north', '7', 3.625, '14.50', '4'],
      ['south', null, null, '0.00', '0'],
    ],
  );
});
