import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { testDatabase } from '#lib/server/test-database.ts';
import { openShop, type Shop } from '../testing/shop.ts';
import { changesOutside } from './changed-partitions.ts';
import { exact, lateRegistry } from './testing/late-shop.ts';

/** Zones of whole, half and quarter hours, with the clock put on or back at midnight, at one past it, or by a day. */
const zones = {
  'Asia/Seoul': '2024-01-10',
  'Asia/Kolkata': '2024-01-10',
  'Asia/Kathmandu': '2024-01-10',
  'America/St_Johns': '2006-10-29',
  'Australia/Lord_Howe': '2024-04-06',
  'America/Sao_Paulo': '2018-02-18',
  'Africa/Cairo': '2024-10-31',
  'Pacific/Apia': '2011-12-30',
};

describe('the days of an hour of UTC', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop(await testDatabase(), lateRegistry({ late: exact }));
  });
  after(() => shop.drop());
  for (const [zone, day] of Object.entries(zones)) {
    it(`are those of all its minutes in ${zone}`, async () => {
      const [head] = lateRegistry({ late: exact, zone }).summaries;
      const { rows } = await shop.pool.query<{ hour: string; days: string[] }>(
        `select hour::text as hour, array_agg(distinct cast(minute at time zone 'UTC' at time zone $2 as date)::text) as days
           from generate_series($1::timestamp - interval '2 days', $1::timestamp + interval '2 days', '1 hour') as hour,
                generate_series(hour, hour + interval '59 minutes', '1 minute') as minute
          group by 1 order by 1`,
        [day, zone],
      );
      let more = 0;
      for (const { hour, days } of rows) {
        await shop.pool.query('delete from summa._change');
        await shop.pool.query(`insert into summa._change (source, hour) values ('orders', $1)`, [hour]);
        const found = head ? (await changesOutside(shop.pool, 'summa', head)).partitions : [];
        assert.deepEqual(
          days.filter((each) => !found.includes(each)),
          [],
          `${hour} UTC`,
        );
        more += found.length - days.length;
      }
      // Only where the clock changes may a day too many be built.
      assert.ok(more <= 2, `${more} days too many`);
    });
  }
});
