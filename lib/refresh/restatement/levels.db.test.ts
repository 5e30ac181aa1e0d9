import assert from 'node:assert/strict';
import { it } from 'node:test';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { openStock } from '../testing/stock.ts';
import { restatementOf } from './restatement-of.ts';

const zone = 'Asia/Seoul';

/** Stock at the end of each month, and the mean price weighed by what was sold, straight from raw rows. */
const plainMonths = (table: string) => `
  select date_trunc('month', counted_at at time zone '${zone}')::date::text as month,
         sum(units) filter (where place = 1)::text as units,
         (sum(price * sold) / nullif(sum(sold) filter (where price is not null), 0))::text as price
    from (select *, rank() over (partition by date_trunc('month', counted_at at time zone '${zone}')
                                 order by counted_at desc) as place from ${table}) as s
   group by 1 order by 1 desc`;

it('tells of an epoch the stock at the end of each partition, and averages of all its rows', async (t) => {
  const shop = await openStock(await testDatabase(), zone);
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.stock
    select g, timestamptz '2024-01-01 00:00Z' + g / 2 * interval '10 hours', case g % 2 when 0 then 'north' else 'south' end,
           g % 50, g % 9 + 0.25, g % 4, g
      from generate_series(1, 500) g`);
  for (const summary of ['daily', 'closing']) assert.equal(await shop.refresh({ summary }), null);
  const before = (await shop.pool.query(plainMonths('raw.stock'))).rows;
  // A count that comes late is the last of January; March loses its own last one; in February only prices change.
  await shop.pool.query(`
    insert into raw.stock values (900, '2024-01-31 23:59+09', 'north', 777, 3, 1, null);
    delete from raw.stock where stock_id > 430 and counted_at < '2024-04-01 00:00+09'
      and counted_at > timestamptz '2024-03-30 00:00+09';
    update raw.stock set price = 99 where counted_at between '2024-02-10' and '2024-02-12'`);
  const after = (await shop.pool.query(plainMonths('raw.stock'))).rows;
  for (const summary of ['daily', 'closing']) {
    const range = { from: '2024-01-01', to: '2024-06-01' };
    assert.equal(await shop.refresh({ summary, mode: 'all', range }), null);
  }
  const { epoch } = await latestEpoch(shop.pool, 'summa');
  for (const summary of ['monthly', 'closing']) {
    const told = new Map<string, unknown>();
    for (let at = 3; at <= epoch; at++) {
      const change = (await restatementOf(shop.pool, 'summa', at))?.changes.find((each) => each.summary === summary);
      for (const { partition, measures } of change?.partitions ?? []) {
        const of = (name: string) => measures[change?.measures.indexOf(name) ?? -1];
        told.set(partition ?? '', { units: of('units'), price: of('price') });
      }
      assert.ok(!change?.measures.includes('price_total'), 'the sums behind an average are no measures');
    }
    const expected = new Map<string, unknown>();
    for (const [index, { month, units, price }] of after.entries()) {
      const was = before[index];
      if (was?.units === units && was?.price === price) continue;
      expected.set(month, {
        units: { before: was?.units ?? null, after: units },
        price: { before: was?.price ?? null, after: price },
      });
    }
    assert.ok(expected.size >= 3);
    assert.deepEqual([...told].sort(), [...expected].sort(), summary);
  }
});
