import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { count } from '#lib/definition/columns.ts';
import { date } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { checkWarehouse } from '#lib/warehouse/check-definitions.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { readAt } from '../testing/read-at.ts';
import { daily, monthly, openShop, type Shop } from '../testing/shop.ts';
import { adminOverview } from '../view/overview.ts';
import { buildMissing } from './first-build.ts';

const visits = defineSource({
  name: 'visits',
  table: 'raw.visits',
  columns: { visited_at: 'timestamptz', path: 'text null' },
});

const dailyVisits = defineSummary({
  name: 'daily_visits',
  description: 'Visits per day.',
  from: rowsFrom([visits], (db) => db.selectFrom('raw.visits').select(['visited_at'])),
  grain: { day: date('visited_at') },
  columns: { visits: count() },
  refresh: { by: 'day', lookBack: 3 },
  zone: 'UTC',
});

const registry = defineRegistry({ summaries: [daily, monthly, dailyVisits], dashboards: [] });

async function openTwo(t: TestContext): Promise<Shop> {
  const shop = await openShop(await testDatabase(), registry);
  t.after(() => shop.drop());
  await shop.pool.query(`
    create table raw.visits (visited_at timestamptz, path text);
    insert into raw.visits select timestamptz '2024-02-10 00:00Z' + g * interval '1 hour', '/' from generate_series(1, 100) g;
    insert into raw.orders
    select g, timestamptz '2024-02-10 00:00Z' + g * interval '1 hour', case g % 3 when 0 then 'KR' else 'US' end, g, g % 97
      from generate_series(1, 500) g`);
  return shop;
}

const faults: [string, string, string, RegExp][] = [
  [
    'is renamed',
    'alter table raw.orders rename to orders_2',
    'alter table raw.orders_2 rename to orders',
    /no table raw\.orders in the warehouse[\s\S]*did you mean 'orders_2'\?[\s\S]*create or restore it, or correct `table`/,
  ],
  [
    'is dropped',
    'create table raw.kept as table raw.orders; drop table raw.orders',
    'alter table raw.kept rename to orders',
    /no table raw\.orders in the warehouse[\s\S]*create or restore it, or correct `table`/,
  ],
  [
    'is dropped with its schema',
    'alter schema raw rename to gone',
    'alter schema gone rename to raw',
    /no schema "raw" in the warehouse/,
  ],
  [
    'has a column renamed',
    'alter table raw.orders rename column amount to amounts',
    'alter table raw.orders rename column amounts to amount',
    /no column "amount" in raw\.orders[\s\S]*did you mean 'amounts'\?[\s\S]*correct the name in `columns`/,
  ],
  [
    'has a number turned into a text',
    'alter table raw.orders alter column amount type text',
    'alter table raw.orders alter column amount type double precision using amount::double precision',
    /column "amount" of raw\.orders is text[\s\S]*double precision, as declared[\s\S]*declare the type it has now/,
  ],
  [
    'may not be read any more',
    'revoke select on raw.orders from summa',
    'grant select on raw.orders to summa',
    /summa may not read raw\.orders[\s\S]*grant select on "raw"\."orders" to "summa";/,
  ],
  [
    'lies in a schema that may not be used any more',
    'revoke usage on schema raw from summa',
    'grant usage on schema raw to summa',
    /summa may not read raw\.orders[\s\S]*grant usage on schema "raw" to "summa";/,
  ],
];

describe('a source that changes after it was built from', () => {
  for (const [what, break_, mend, expected] of faults) {
    it(`and ${what}: the run and the check say what to do, all else goes on`, async (t) => {
      const shop = await openTwo(t);
      await buildMissing({ registry, environment: shop.environment, log: () => {} });
      const { epoch } = await latestEpoch(shop.pool, 'summa');
      const good = await readAt(shop.pool, epoch, 'daily');
      assert.ok(good.length > 20);

      await shop.pool.query(break_);
      assert.match((await shop.refresh()) ?? '', expected);
      const overview = await adminOverview(registry, shop.environment);
      assert.match(overview.summaries.find(({ name }) => name === 'daily')?.lastRun?.error ?? '', expected);
      const told = await checkWarehouse(registry, shop.url);
      assert.match(told.map(({ found, expected: e, todo }) => `${found}\n${e}\n${todo}`).join('\n'), expected);

      if (!/schema raw/.test(break_)) {
        await shop.pool.query(`insert into raw.visits values ('2024-02-14 01:00Z', '/')`);
        assert.equal(await shop.refresh({ summary: 'daily_visits' }), null);
        assert.ok((await latestEpoch(shop.pool, 'summa')).epoch > epoch);
      }
      const { epoch: now } = await latestEpoch(shop.pool, 'summa');
      assert.deepEqual(await readAt(shop.pool, now, 'daily'), good);

      // A start after the mending tries again at once, so that nothing stays red that is right.
      await shop.pool.query(mend);
      await buildMissing({ registry, environment: shop.environment, log: () => {} });
      const mended = await adminOverview(registry, shop.environment);
      assert.equal(mended.summaries.find(({ name }) => name === 'daily')?.lastRun?.state, 'succeeded');
      const runs = mended.runs.length;
      await buildMissing({ registry, environment: shop.environment, log: () => {} });
      assert.equal((await adminOverview(registry, shop.environment)).runs.length, runs);
      assert.deepEqual(await checkWarehouse(registry, shop.url), []);
    });
  }

  it('before it was ever built from: the rest is built, and a failed run says why it is not', async (t) => {
    const shop = await openTwo(t);
    await shop.pool.query('drop table raw.orders');
    await assert.rejects(
      buildMissing({ registry, environment: shop.environment, log: () => {} }),
      /no table raw\.orders in the warehouse/,
    );
    const { summaries } = await adminOverview(registry, shop.environment);
    const of = (name: string) => summaries.find((summary) => summary.name === name);
    assert.equal(of('daily_visits')?.built, true);
    assert.equal(of('daily')?.built, false);
    assert.match(of('daily')?.lastRun?.error ?? '', /no table raw\.orders in the warehouse/);
  });
});
