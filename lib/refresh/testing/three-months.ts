import type { TestContext } from 'node:test';
import { testDatabase } from '#lib/server/test-database.ts';
import { openShop, type Shop } from './shop.ts';

/** A shop with orders in January, February and March 2024, built, and then changed in every one of them. */
export async function threeMonths(t: TestContext): Promise<Shop> {
  const shop = await openShop(await testDatabase());
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2023-12-31 15:00Z' + g * interval '1 hour', case g % 3 when 0 then 'KR' else 'US' end, g, g % 97
      from generate_series(1, 2100) g`);
  const error = await shop.refresh();
  if (error !== null) throw new Error(error);
  await shop.pool.query('update raw.orders set amount = amount + 1');
  return shop;
}

/** All three months, month by month. */
export const allMonths = { from: '2024-01-01', to: '2024-04-01' };
