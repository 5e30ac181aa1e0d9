import assert from 'node:assert/strict';
import { it } from 'node:test';
import { testDatabase } from '#lib/server/test-database.ts';
import { openStock, stockRegistry } from '../testing/stock.ts';

/** Months that are counted on few and on many days, at whose end 100 units stand in two stores together. */
const months = `
  insert into raw.stock
  select m * 1000 + d * 10 + s, make_timestamptz(2024, m, d, 12, 0, 0, 'UTC'), 'store ' || s, 50, 2, 1, null
    from generate_series(1, 8) m, generate_series(1, 28) d, generate_series(1, 2) s where d % (m * 3) = 28 % (m * 3)`;

const registry = stockRegistry('UTC');
const strict = {
  ...registry,
  summaries: registry.summaries
    .filter(({ name }) => name === 'closing')
    .map((closing) => ({
      ...closing,
      checks: closing.checks.map((check) => ({ ...check, severity: 'block' as const })),
    })),
};

it('takes as the usual total of a last value what stood at the end of partitions', async (t) => {
  const shop = await openStock(await testDatabase(), 'UTC', strict);
  t.after(() => shop.drop());
  const range = { from: '2024-01-01', to: '2024-12-01' };
  const refresh = () => shop.refresh({ summary: 'closing', mode: 'all', range });
  await shop.pool.query(months);
  assert.equal(await refresh(), null);
  // Days that were not counted in time make ten times as many rows, and the same stock at the end.
  await shop.pool.query(`
    insert into raw.stock select d, make_timestamptz(2024, 6, d, 12, 0, 0, 'UTC'), 'store 1', 100, 2, 1, null
      from generate_series(11, 27) d`);
  assert.equal(await refresh(), null);
  await shop.pool.query(`insert into raw.stock values (1, '2024-06-28 23:00Z', 'store 1', 170, 2, 1, null)`);
  assert.match((await refresh()) ?? '', /'units'.*170/);
});
