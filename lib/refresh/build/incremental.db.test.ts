import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { random } from '../testing/random.ts';
import { readAt } from '../testing/read-at.ts';
import { openShop, plainBuyers, plainDaily, plainMonthly, type Shop } from '../testing/shop.ts';

const start = Date.parse('2024-01-20T00:00:00Z');
const hour = 3_600_000;

async function history(shop: Shop, next: () => number): Promise<{ id: number; now: number }> {
  const state = { id: 0, now: start };
  await insertOrders(shop, next, state, 400, 30 * 24);
  return state;
}

/** Orders of the last so many hours, some without country or customer. */
async function insertOrders(
  shop: Shop,
  next: () => number,
  state: { id: number; now: number },
  count: number,
  hours: number,
) {
  const rows = Array.from({ length: count }, () => [
    ++state.id,
    new Date(state.now - next() * hours * hour).toISOString(),
    next() < 0.1 ? null : ['KR', 'US', 'de', ''][Math.floor(next() * 4)],
    next() < 0.05 ? null : Math.round(next() * 1e6) / 1e3,
    next() < 0.1 ? null : Math.floor(next() * 30),
  ]);
  await shop.pool.query(
    'insert into raw.orders select * from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::float8[], $5::bigint[])',
    [0, 1, 2, 3, 4].map((column) => rows.map((row) => row[column])),
  );
}

async function change(shop: Shop, next: () => number, state: { id: number; now: number }) {
  state.now += next() * 40 * hour;
  await insertOrders(shop, next, state, Math.floor(next() * 30) + 1, 40);
  const recent = new Date(state.now - 60 * hour).toISOString();
  await shop.pool.query(
    'update raw.orders set amount = amount + 1.005, country = case when order_id % 3 = 0 then null else country end where ordered_at > $1 and order_id % 7 = $2',
    [recent, Math.floor(next() * 7)],
  );
  await shop.pool.query('delete from raw.orders where ordered_at > $1 and order_id % 11 = $2', [
    recent,
    Math.floor(next() * 11),
  ]);
}

async function assertEqualsPlain(shop: Shop, message: string) {
  const { epoch } = await latestEpoch(shop.pool, 'summa');
  const plain = async (query: string) => (await shop.pool.query(query)).rows;
  assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'daily')), sorted(await plain(plainDaily)), message);
  assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'monthly')), sorted(await plain(plainMonthly)), message);
  assert.deepEqual(
    sorted(await readAt(shop.pool, epoch, 'daily', 'buyers')),
    sorted(await plain(plainBuyers)),
    message,
  );
}

const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();

describe('an incremental refresh', () => {
  it('makes the rows plain SQL makes, over generated histories of late, changed and deleted rows', async () => {
    const shop = await openShop(await testDatabase());
    try {
      for (const seed of [1, 2, 3]) {
        await shop.pool.query('truncate raw.orders');
        const next = random(seed);
        const state = await history(shop, next);
        state.now += seed * 24 * hour;
        assert.equal(await shop.refresh({ mode: 'all' }), null);
        await assertEqualsPlain(shop, `seed ${seed}, built`);
        const numbers = new Map<number, string[]>();
        for (let round = 1; round <= 6; round++) {
          await change(shop, next, state);
          assert.equal(await shop.refresh(), null);
          await assertEqualsPlain(shop, `seed ${seed}, round ${round}`);
          const { epoch } = await latestEpoch(shop.pool, 'summa');
          numbers.set(epoch, sorted(await readAt(shop.pool, epoch, 'daily')));
        }
        for (const [epoch, rows] of numbers) {
          assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'daily')), rows, `epoch ${epoch} read later`);
        }
      }
    } finally {
      await shop.drop();
    }
  });
});
