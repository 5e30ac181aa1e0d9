import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { count } from '#lib/definition/columns.ts';
import { date, hour } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { readAt } from '../testing/read-at.ts';
import { openShop, orders } from '../testing/shop.ts';

/** Midnight that does not exist, one that comes twice, half hours, quarter hours, and a day that was left out. */
const zones: [string, string, number][] = [
  ['America/Sao_Paulo', '2018-11-01', 8],
  ['America/Havana', '2024-11-01', 5],
  ['America/New_York', '2024-03-08', 5],
  ['Asia/Kathmandu', '2024-03-01', 4],
  ['Australia/Lord_Howe', '2024-04-05', 4],
  ['Pacific/Apia', '2011-12-28', 5],
];

describe('days of a zone', () => {
  it('hold each moment once, whether built wholly or day by day', { timeout: 120_000 }, async (t) => {
    for (const [index, [zone, from, days]] of zones.entries()) {
      const daily = defineSummary({
        name: 'daily',
        description: 'Orders per day and hour of a zone.',
        from: rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at'])),
        grain: { day: date('ordered_at'), hour: hour('ordered_at') },
        columns: { orders: count() },
        refresh: { by: 'day', lookBack: 2 },
        zone,
      });
      const shop = await openShop(await testDatabase(), defineRegistry({ summaries: [daily], dashboards: [] }));
      t.after(() => shop.drop());
      await shop.pool.query(
        `insert into raw.orders (order_id, ordered_at)
         select g, timestamptz '${from} 00:00Z' + g * interval '10 minutes' from generate_series(0, $1) g`,
        [days * 144],
      );
      assert.equal(await shop.refresh(), null);
      const { rows } = await shop.pool.query(
        `select cast(ordered_at at time zone $1 as date)::text as day,
                cast(date_trunc('hour', ordered_at at time zone $1) as text) as hour, count(*)::text as orders
           from raw.orders group by 1, 2 order by 1, 2`,
        [zone],
      );
      const built = await readAt(shop.pool, 1, 'daily');
      assert.deepEqual(built, rows, zone);
      // A day-by-day rebuild differs in no row, so it takes no epoch.
      assert.equal(await shop.refresh({ mode: 'all', range: { from: '2000-01-01', to: '2100-01-01' } }), null);
      assert.equal((await latestEpoch(shop.pool, 'summa')).epoch, 1, `${zone} ${index}`);
    }
  });
});
