import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sql } from 'kysely';
import { assertRegistry } from '#lib/definition/check-registry.ts';
import { count, last } from '#lib/definition/columns.ts';
import { date, month } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom, rowsOf } from '#lib/definition/summary.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { readAt } from '../testing/read-at.ts';
import { openShop, orders } from '../testing/shop.ts';

/** Customers came so many days before they ordered; of every fifth nobody knows when. */
const cameAt = `case when customer_id % 5 > 0 then ordered_at - customer_id * interval '1 day' end`;

const daily = defineSummary({
  name: 'daily',
  description: 'Orders per day, by the month their customer came in.',
  from: rowsFrom([orders], (db) =>
    db.selectFrom('raw.orders').select(['ordered_at', 'customer_id', sql<Date>`${sql.raw(cameAt)}`.as('came_at')]),
  ),
  grain: { day: date('ordered_at'), cohort: month('came_at') },
  columns: { orders: count(), customers: last('customer_id') },
  refresh: { by: 'day', lookBack: 3 },
  zone: 'Asia/Seoul',
});
const monthly = defineSummary({
  name: 'monthly',
  description: 'What stood at the end of each month.',
  from: rowsOf(daily),
  grain: { month: month('day'), cohort: month('cohort') },
  columns: { customers: last('customers') },
  refresh: { by: 'month' },
  zone: 'Asia/Seoul',
});

const plain = (bucket: string, columns: string) => `
  select bucket::text as time, date_trunc('month', came_at at time zone 'Asia/Seoul')::date::text as cohort, ${columns}
         sum(customer_id) filter (where place = 1)::text as customers
    from (select *, ${cameAt} as came_at, ${bucket} as bucket, rank() over (partition by ${bucket} order by ordered_at desc) as place
            from raw.orders) as o group by 1, 2`;

it('partitions by the first of two times and groups by both', async (t) => {
  const registry = defineRegistry({ summaries: [daily, monthly], dashboards: [] });
  assertRegistry(registry);
  const shop = await openShop(await testDatabase(), registry);
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-01-20 00:00Z' + g / 3 * interval '5 hours', 'KR', 1, g % 90 from generate_series(1, 600) g`);
  const day = `(ordered_at at time zone 'Asia/Seoul')::date`;
  const assertPlain = async () => {
    const { epoch } = await latestEpoch(shop.pool, 'summa');
    for (const [summary, time, query] of [
      ['daily', 'day', plain(day, 'count(*)::text as orders,')],
      ['monthly', 'month', plain(`date_trunc('month', ${day})::date`, '')],
    ] as const) {
      const { rows } = await shop.pool.query<Record<string, string | null>>(query);
      const expected = rows.map(({ time: of, ...row }) => ({ [time]: of, ...row }));
      assert.deepEqual(sorted(await readAt(shop.pool, epoch, summary)), sorted(expected), summary);
    }
  };
  assert.equal(await shop.refresh(), null);
  await assertPlain();
  await shop.pool.query(`
    insert into raw.orders select 1000 + g, timestamptz '2024-03-02 06:30Z' + g * interval '1 hour', 'KR', 1, g from generate_series(1, 9) g;
    delete from raw.orders where order_id between 590 and 600`);
  assert.equal(await shop.refresh(), null);
  await assertPlain();
});

const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();
