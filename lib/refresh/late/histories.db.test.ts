import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { random } from '../testing/random.ts';
import type { Shop } from '../testing/shop.ts';
import { assertEqualsPlain, capture, openExactShop, pending } from './testing/late-shop.ts';

/** How many generated histories; `SUMMA_HISTORIES=500` for the long form. */
const histories = Number(process.env.SUMMA_HISTORIES ?? 12);
const rounds = 4;
const hour = 3_600_000;

/** One order stream: the numbers given so far, and its present moment. */
type Stream = { next: () => number; id: number; now: number };

const pick = (stream: Stream, below: number) => Math.floor(stream.next() * below);
const moment = (time: number) => new Date(time).toISOString();

async function insert(shop: Shop, stream: Stream, count: number, from: number, hours: number): Promise<void> {
  const rows = Array.from({ length: count }, () => [
    ++stream.id,
    moment(from - stream.next() * hours * hour),
    stream.next() < 0.1 ? null : ['KR', 'US', 'de', ''][pick(stream, 4)],
    stream.next() < 0.05 ? null : Math.round(stream.next() * 1e6) / 1e3,
    stream.next() < 0.1 ? null : pick(stream, 30),
  ]);
  await shop.pool.query(
    'insert into raw.orders select * from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::float8[], $5::bigint[])',
    [0, 1, 2, 3, 4].map((column) => rows.map((row) => row[column])),
  );
}

/** Everything that happens to a raw table; each is far behind any look-back as often as not. */
const events: Record<string, (shop: Shop, stream: Stream) => Promise<unknown>> = {
  'new rows': async (shop, stream) => {
    stream.now += stream.next() * 60 * hour;
    await insert(shop, stream, 1 + pick(stream, 20), stream.now, 60);
  },
  'late rows': (shop, stream) => insert(shop, stream, 1 + pick(stream, 3), stream.now - pick(stream, 700) * hour, 2),
  'rows before the first': (shop, stream) => insert(shop, stream, 2, stream.now - (800 + pick(stream, 300)) * hour, 30),
  'changed amounts': (shop, stream) =>
    shop.pool.query('update raw.orders set amount = amount + 1.005, country = null where order_id % 29 = $1', [
      pick(stream, 29),
    ]),
  'moved days': (shop, stream) =>
    shop.pool.query(`update raw.orders set ordered_at = ordered_at - $2 * interval '1 hour' where order_id % 41 = $1`, [
      pick(stream, 41),
      pick(stream, 200),
    ]),
  deletes: (shop, stream) => shop.pool.query('delete from raw.orders where order_id % 37 = $1', [pick(stream, 37)]),
  'a back-fill of a day': async (shop, stream) => {
    const start = stream.now - pick(stream, 700) * hour;
    const day = [moment(start - 24 * hour), moment(start)];
    const client = await shop.pool.connect();
    try {
      await client.query('begin');
      await client.query('delete from raw.orders where ordered_at >= $1 and ordered_at < $2', day);
      await client.query(
        `insert into raw.orders select $2::bigint + n, $1::timestamptz + n * interval '1 hour', 'KR', n, n
           from generate_series(1, 5) as n`,
        [day[0], stream.id],
      );
      stream.id += 5;
      await client.query('commit');
    } finally {
      client.release();
    }
  },
  'a truncate and all anew': async (shop, stream) => {
    await shop.pool.query('truncate raw.orders');
    await insert(shop, stream, 60, stream.now, 20 * 24);
  },
  'a table swapped by rename': async (shop) => {
    await shop.pool.query(
      `create table raw.next (like raw.orders including all);
       insert into raw.next select order_id, ordered_at, country, amount + 1, customer_id from raw.orders;
       drop table raw.orders; alter table raw.next rename to orders`,
    );
    await capture(shop.pool, shop.engine.registry);
  },
  'disabled triggers': (shop, stream) =>
    shop.pool.query(
      `alter table raw.orders disable trigger user;
       delete from raw.orders where order_id % 31 = ${pick(stream, 31)};
       alter table raw.orders enable always trigger summa_insert, enable always trigger summa_update,
         enable always trigger summa_delete, enable always trigger summa_truncate`,
    ),
};

describe('an incremental refresh of an exact source', () => {
  it(`makes the rows plain SQL makes, over ${histories} generated histories`, async (t) => {
    const shop = await openExactShop();
    const counted = new Map<string, number>();
    try {
      for (let seed = 1; seed <= histories; seed++) {
        const stream: Stream = { next: random(seed), id: seed * 1_000_000, now: Date.parse('2024-01-31T00:00:00Z') };
        await shop.pool.query('truncate raw.orders');
        await insert(shop, stream, 150, stream.now, 30 * 24);
        assert.equal(await shop.refresh({ allowEmpty: true }), null);
        for (let round = 1; round <= rounds; round++) {
          const said: string[] = [];
          for (let left = 1 + pick(stream, 3); left > 0; left--) {
            const [name, change] = Object.entries(events)[pick(stream, Object.keys(events).length)] ?? [];
            if (!name || !change) continue;
            await change(shop, stream);
            said.push(name);
            counted.set(name, (counted.get(name) ?? 0) + 1);
          }
          const words = `seed ${seed}, round ${round}: ${said.join(', ')}`;
          assert.equal(await shop.refresh({ allowEmpty: true }), null, words);
          assert.deepEqual(await pending(shop), [], words);
          await assertEqualsPlain(shop, words);
        }
      }
      t.diagnostic(
        `${histories * rounds} refreshes equal plain SQL after ${JSON.stringify(Object.fromEntries(counted))}`,
      );
    } finally {
      await shop.drop();
    }
  });
});
