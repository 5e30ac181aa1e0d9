import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { testDatabase } from '#lib/server/test-database.ts';
import { runToItsEnd } from '../../run/first-build.ts';
import { requestRefresh } from '../../run/request.ts';
import { openShop, type Shop } from '../../testing/shop.ts';

/** Epochs of {@link shopWithHistory}; at the third, generations switch. */
export const epochs = [1, 2, 3, 4, 5] as const;

/** A shop whose days and months were published five times, each time with other revenue. */
export async function shopWithHistory(t: TestContext): Promise<Shop> {
  const shop = await openShop(await testDatabase());
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-03-01 00:00Z' + g * interval '20 minutes', case g % 3 when 0 then 'KR' else 'US' end, g, g % 7
      from generate_series(1, 600) g`);
  assert.equal(await shop.refresh(), null);
  for (const epoch of epochs.slice(1)) {
    await shop.pool.query('update raw.orders set amount = amount + 3 where order_id > 350');
    const engine = epoch === 3 ? { ...shop.engine, limits: { ...shop.engine.limits, changedRows: 1 } } : shop.engine;
    const { id } = await requestRefresh(engine.store, engine.registry, { summary: 'daily', requestedBy: 'test' });
    assert.equal(await runToItsEnd(engine, id), null);
  }
  return shop;
}

/** Makes epochs up to this one 40 days old: older than what is kept. */
export async function age(shop: Shop, epoch: number): Promise<void> {
  await shop.pool.query(`update summa._publish set at = now() - interval '40 days' where epoch <= $1`, [epoch]);
}
