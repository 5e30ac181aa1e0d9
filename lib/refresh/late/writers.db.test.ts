import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Shop } from '../testing/shop.ts';
import { BareCursor } from './testing/bare-cursor.ts';
import { assertEqualsPlain, openExactShop, pending } from './testing/late-shop.ts';

const writers = 12;
/** How long they write; `SUMMA_WRITERS_SECONDS=20` for the long form. */
const seconds = Number(process.env.SUMMA_WRITERS_SECONDS ?? 3);
const days = 400;

const pick = (below: number) => Math.floor(Math.random() * below);

/** One statement on some day of the past: an order more, another amount, another day, or one order less. */
function statement(writer: number, n: number): string {
  const day = `timestamptz '2023-01-01 12:00+09' + interval '${pick(days)} days' + interval '${pick(24)} hours'`;
  const some = `(select order_id from raw.orders where order_id % ${writers} = ${writer} offset ${pick(30)} limit 1)`;
  switch (pick(5)) {
    case 0:
      return `update raw.orders set amount = amount + 1, updated_at = clock_timestamp() where order_id = ${some}`;
    case 1:
      return `update raw.orders set ordered_at = ${day}, updated_at = clock_timestamp() where order_id = ${some}`;
    case 2:
      return `delete from raw.orders where order_id = ${some}`;
    default:
      return `insert into raw.orders values (${1_000 + n * writers + writer}, ${day}, 'KR', 5, ${pick(9)}, clock_timestamp())`;
  }
}

/** Transactions of a few statements, most of which stay open for a while, and some of which are rolled back. */
async function write(shop: Shop, writer: number, until: number): Promise<number> {
  const client = new pg.Client(shop.url);
  await client.connect();
  let transactions = 0;
  try {
    for (let n = 0; Date.now() < until; ) {
      await client.query('begin');
      for (let left = 1 + pick(3); left > 0; left--) await client.query(statement(writer, n++));
      if (pick(3) > 0) await sleep(pick(400));
      await client.query(pick(10) === 0 ? 'rollback' : 'commit');
      transactions++;
    }
  } finally {
    await client.end();
  }
  return transactions;
}

describe('an exact source under concurrent writers', () => {
  it('leaves no partition wrong, whoever commits late', async (t) => {
    const shop = await openExactShop();
    try {
      await shop.pool.query(
        'alter table raw.orders add column updated_at timestamptz not null default clock_timestamp()',
      );
      await shop.pool.query(
        `insert into raw.orders select 100 + n, timestamptz '2023-01-01 12:00+09' + n * interval '1 day', 'KR', n, n % 5
           from generate_series(0, ${days - 1}) as n`,
      );
      assert.equal(await shop.refresh({ mode: 'all' }), null);
      const bare = new BareCursor(shop.pool);
      await bare.begin();

      const until = Date.now() + seconds * 1_000;
      const writing = Promise.all(Array.from({ length: writers }, (_, writer) => write(shop, writer, until)));
      let refreshes = 0;
      try {
        for (; Date.now() < until; refreshes++) {
          assert.equal(await shop.refresh({ allowEmpty: true }), null);
          await bare.follow();
        }
      } finally {
        await writing;
      }
      const transactions = (await writing).reduce((sum, each) => sum + each, 0);
      assert.equal(await shop.refresh({ allowEmpty: true }), null);
      await bare.follow();

      assert.deepEqual(await pending(shop), []);
      await assertEqualsPlain(shop);
      t.diagnostic(
        `${transactions} transactions of ${writers} writers, ${refreshes + 1} refreshes: 0 days wrong; ` +
          `a bare max(updated_at) cursor left ${await bare.wrong()} of ${days} wrong`,
      );
    } finally {
      await shop.drop();
    }
  });
});
