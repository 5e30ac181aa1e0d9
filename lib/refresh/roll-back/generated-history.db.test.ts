import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDatabase } from '#lib/server/test-database.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { runToItsEnd } from '../run/first-build.ts';
import { requestRefresh } from '../run/request.ts';
import { readAt } from '../testing/read-at.ts';
import { openShop, type Shop } from '../testing/shop.ts';
import { listHolds, releaseHold } from './hold.ts';
import { previewRollBack } from './preview.ts';
import { requestRollBack } from './request.ts';

const steps = 14;

/** Repeatable: the seed is in the failure's text. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const day = (at: number) => new Date(Date.parse('2024-02-20') + at * 86_400_000).toISOString().slice(0, 10);
const relations = [
  ['daily', 'rows'],
  ['daily', 'buyers'],
  ['monthly', 'rows'],
] as const;
const everything = (shop: Shop, epoch: number) =>
  Promise.all(relations.map(([summary, relation]) => readAt(shop.pool, epoch, summary, relation)));
const epochOf = async (shop: Shop) => (await latestEpoch(shop.pool, 'summa')).epoch;

async function refresh(shop: Shop, pick: (below: number) => number): Promise<void> {
  await shop.pool.query(
    'update raw.orders set amount = amount + 1, customer_id = customer_id + $1 where order_id % 7 = $2',
    [pick(3), pick(7)],
  );
  await shop.pool.query('delete from raw.orders where order_id % 41 = $1', [pick(41)]);
  const from = pick(30);
  const range = { from: day(from), to: day(from + 1 + pick(8)) };
  // Now and then so much that generations switch.
  const limits = { ...shop.engine.limits, ...(pick(3) === 0 ? { changedRows: 2 } : {}) };
  const wish = { summary: 'daily', mode: 'all' as const, range: pick(6) === 0 ? null : range, requestedBy: 'test' };
  const { id } = await requestRefresh(shop.engine.store, shop.engine.registry, wish);
  assert.equal(await runToItsEnd({ ...shop.engine, limits }, id), null);
}

/** Rolls an epoch back and compares every row: its days are as before it, all other days as they were just now. */
async function rollBack(shop: Shop, epoch: number): Promise<void> {
  const latest = await epochOf(shop);
  const { summaries } = await previewRollBack(shop.pool, 'summa', shop.engine.registry, epoch);
  const days = summaries.find(({ summary }) => summary === 'daily')?.range ?? null;
  const was = await everything(shop, epoch - 1);
  const now = await everything(shop, latest);
  const { id } = await requestRollBack(shop.engine.store, shop.pool, 'summa', shop.engine.registry, {
    epoch,
    reason: null,
    who: 'test',
  });
  assert.equal(await runToItsEnd(shop.engine, id), null);
  const restored = await everything(shop, latest + 1);
  const inside = (row: Record<string, string | null>) =>
    days === null || (row.day !== null && row.day !== undefined && row.day >= days.from && row.day < days.to);
  for (const at of [0, 1]) {
    const expected = [...(was[at] ?? []).filter(inside), ...(now[at] ?? []).filter((row) => !inside(row))];
    assert.deepEqual(sorted(restored[at] ?? []), sorted(expected), `${relations[at]?.join(' ')} of ${epoch}`);
  }
  assert.deepEqual(await everything(shop, latest), now);
  for (const hold of await listHolds(shop.pool, 'summa'))
    await releaseHold(shop.pool, 'summa', { id: hold.id, who: 'test' });
}

const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();

/** A month is what its days add up to, and no summary claims more than the other. */
async function agree(shop: Shop): Promise<void> {
  const { rows } = await shop.pool.query(
    `select (select string_agg(m::text, ';' order by m) from (select date_trunc('month', day)::date, country, sum(orders), sum(revenue), max(largest) from summa.daily group by 1, 2) as m) as days,
            (select string_agg(m::text, ';' order by m) from (select month, country, orders, revenue, largest from summa.monthly) as m) as months`,
  );
  assert.equal(rows[0].days, rows[0].months);
  const served = await generationsAt(shop.pool, 'summa', await epochOf(shop));
  assert.equal(served.get('daily')?.completeThrough, served.get('monthly')?.completeThrough);
}

describe('any epoch of a generated history', () => {
  for (const seed of [7, 1924]) {
    it(`is rolled back row by row (seed ${seed})`, { timeout: 240_000 }, async (t) => {
      const shop = await openShop(await testDatabase());
      t.after(() => shop.drop());
      const pick = random(seed);
      await shop.pool.query(`
        insert into raw.orders
        select g, timestamptz '2024-02-20 00:00Z' + g * interval '1 hour', case g % 3 when 0 then 'KR' else 'US' end, g, g % 11
          from generate_series(1, 700) g`);
      assert.equal(await shop.refresh(), null);
      let rolledBack = 0;
      for (let step = 0; step < steps; step++) {
        const epoch = await epochOf(shop);
        if (epoch > 1 && pick(2) === 0) {
          await rollBack(shop, 2 + pick(epoch - 1));
          rolledBack += 1;
        } else await refresh(shop, pick);
        await agree(shop);
      }
      assert.ok(rolledBack > 2, `only ${rolledBack} roll-backs`);
      t.diagnostic(`${steps} steps, ${rolledBack} roll-backs`);
      // Whatever was rolled back, a refresh of everything brings the source's rows again.
      await shop.pool.query('update raw.orders set amount = amount + 1 where order_id = 30');
      assert.equal(await shop.refresh({ mode: 'all' }), null);
      await agree(shop);
    });
  }
});
