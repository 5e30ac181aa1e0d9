import assert from 'node:assert/strict';
import { it } from 'node:test';
import { average, count, last, max, sum } from '#lib/definition/columns.ts';
import type { Registry } from '#lib/definition/registry.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { generationsAt } from '#lib/warehouse/generation.ts';
import type { DefinitionDiff } from '../quarantine/quarantine-types.ts';
import { restatementOf } from '../restatement/restatement-of.ts';
import { buildMissing } from '../run/first-build.ts';
import { readAt } from '../testing/read-at.ts';
import { openStock, plainStock, stockRegistry } from '../testing/stock.ts';

/** A summary as it was before levels and averages could be told. */
function earlier(registry: Registry): Registry {
  const summaries = registry.summaries.filter(({ name }) => name === 'closing');
  const columns = { units: sum('units'), sold: sum('sold'), most: max('units'), counts: count() };
  return { ...registry, summaries: summaries.map((closing) => ({ ...closing, columns, checks: [] })) };
}

it('turns sums into last values and averages, and keeps what older epochs tell', async (t) => {
  const zone = 'Europe/Berlin';
  const registry = stockRegistry(zone);
  const before = earlier(registry);
  const after = { ...registry, summaries: registry.summaries.filter(({ name }) => name === 'closing') };
  const shop = await openStock(await testDatabase(), zone, before);
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.stock
    select g, timestamptz '2024-03-25 00:00Z' + g / 4 * interval '5 hours', 'store ' || g % 3, g % 40 - 5, g % 7 + 0.5, g % 4, null
      from generate_series(1, 300) g`);
  const build = (given: Registry) => buildMissing({ registry: given, environment: shop.environment, log: () => {} });
  await build(before);
  const old = await readAt(shop.pool, 1, 'closing');
  await build(after);

  const { rows } = await shop.pool.query(plainStock(zone).closing);
  const sorted = (each: object[]) => each.map((row) => JSON.stringify(row)).sort();
  assert.deepEqual(sorted(await readAt(shop.pool, 2, 'closing')), sorted(rows));
  assert.deepEqual(await readAt(shop.pool, 1, 'closing'), old);
  const [first, second] = [await generationsAt(shop.pool, 'summa', 1), await generationsAt(shop.pool, 'summa', 2)];
  assert.deepEqual(first.get('closing')?.ratios, []);
  assert.deepEqual(second.get('closing')?.ratios, [
    { name: 'price', numerator: 'price_total', denominator: 'price_weight', scale: null },
  ]);

  const told = await shop.engine.store
    .selectFrom('run_unit')
    .select('definition_diff')
    .orderBy('run', 'desc')
    .executeTakeFirstOrThrow();
  const [diff] = (told.definition_diff ?? []) as DefinitionDiff[];
  assert.deepEqual(
    [diff?.added, diff?.removed, diff?.retyped, diff?.measures],
    [
      ['price_total', 'price_weight'],
      ['sold', 'most', 'counts'],
      [{ column: 'units', before: 'numeric(38,0)', after: 'numeric(38,0), last value' }],
      [],
    ],
  );
  const change = (await restatementOf(shop.pool, 'summa', 2))?.changes[0];
  assert.deepEqual(change?.measures, ['units', 'price', 'sold', 'most', 'counts']);
});

it('builds nothing again where only the fill of gaps changes', async (t) => {
  const registry = stockRegistry('UTC');
  const shop = await openStock(await testDatabase(), 'UTC', registry);
  t.after(() => shop.drop());
  await shop.pool.query(`insert into raw.stock values (1, '2024-03-01 08:00Z', 'north', 5, 2.5, 1, null)`);
  const build = (given: Registry) => buildMissing({ registry: given, environment: shop.environment, log: () => {} });
  await build(registry);
  const generations = async () => (await shop.pool.query('select count(*)::int as n from summa._generation')).rows[0];
  const built = await generations();
  const columns = {
    units: last('units', { fill: 'zero' }),
    price: average('price', { weight: 'sold', fill: 'carry' }),
  };
  await build({
    ...registry,
    summaries: registry.summaries.map((each) => (each.name === 'closing' ? { ...each, columns } : each)),
  });
  assert.deepEqual(await generations(), built);
});
