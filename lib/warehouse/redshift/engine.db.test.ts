import assert from 'node:assert/strict';
import { before, describe, it, type TestContext } from 'node:test';
import { loadModule } from 'libpg-query';
import { readAt } from '#lib/refresh/testing/read-at.ts';
import { plainBuyers, plainDaily, plainMonthly } from '#lib/refresh/testing/shop.ts';
import { latestEpoch } from '../generation.ts';
import { lint } from './lint.ts';
import { openRedshiftShop, type RedshiftShop } from './testing/redshift-shop.ts';

async function openWithOrders(t: TestContext): Promise<RedshiftShop> {
  const shop = await openRedshiftShop(t);
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-03-01 00:00Z' + g * interval '1 hour', case g % 3 when 0 then 'KR' when 1 then null else 'US' end,
           g * 1.1, g % 7
      from generate_series(1, 200) g`);
  assert.equal(await shop.refresh(), null);
  return shop;
}

const epochOf = async (shop: RedshiftShop) => (await latestEpoch(shop.pool, 'summa')).epoch;
const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();

async function assertPlain(shop: RedshiftShop, epoch: number): Promise<void> {
  const plain = async (text: string) => sorted((await shop.pool.query(text)).rows);
  assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'daily')), await plain(plainDaily));
  assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'daily', 'buyers')), await plain(plainBuyers));
  assert.deepEqual(sorted(await readAt(shop.pool, epoch, 'monthly')), await plain(plainMonthly));
}

/** Fails with every statement that Redshift would refuse, and who sent it. */
function assertUnderstood({ recorded }: RedshiftShop): void {
  const findings = recorded.flatMap(({ text, from }) =>
    lint(text).map(({ rule }) => `${rule}: ${from}: ${text.replace(/\s+/g, ' ')}`),
  );
  assert.ok(recorded.length > 50, `${recorded.length} statements were recorded`);
  assert.deepEqual([...new Set(findings)], []);
}

describe('a refresh of a Redshift', () => {
  before(() => loadModule());

  it('builds, publishes what differs, and sends nothing that Redshift refuses', async (t) => {
    const shop = await openWithOrders(t);
    assert.equal(await epochOf(shop), 1);
    await assertPlain(shop, 1);
    await shop.pool.query('update raw.orders set amount = amount + 1 where order_id > 180');
    assert.equal(await shop.refresh(), null);
    assert.equal(await epochOf(shop), 2);
    await assertPlain(shop, 2);
    assert.equal(await shop.refresh(), null);
    assert.equal(await epochOf(shop), 2);
    assertUnderstood(shop);
  });
});
