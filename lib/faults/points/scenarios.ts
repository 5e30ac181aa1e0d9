import { defaultLimits, type Limits } from '#lib/refresh/context.ts';
import type { FaultPoint } from '#lib/refresh/fault-point.ts';
import type { RefreshWish } from '#lib/refresh/request.ts';
import type { Shop } from '#lib/refresh/testing/shop.ts';

/** A way through the engine, to be disturbed at each of its fault points. It can be gone any number of times. */
export type Scenario = {
  name: string;
  /** Brings the raw rows into the state that makes the run take this way. `n` is another number each time. */
  prepare: (shop: Shop, n: number) => Promise<void>;
  wish: Partial<RefreshWish>;
  limits?: Limits;
  /** Where the first attempt loses its connection, so that the fault meets the second. */
  firstDies?: FaultPoint;
  /** How the run ends when nothing disturbs it. */
  ends: 'succeeded' | 'partial';
};

const everything = { from: '2024-01-01', to: '2025-01-01' };

/** Rows changed, gone and new, in both months. */
async function changeRows(shop: Shop, n: number): Promise<void> {
  await shop.pool.query('update raw.orders set amount = amount + 7.13 where order_id % 10 = $1', [n % 10]);
  await shop.pool.query('delete from raw.orders where order_id = $1', [10 + (n % 150)]);
  await shop.pool.query(
    `insert into raw.orders
     select $1 + g, timestamptz '2024-02-26 03:00Z' + ($2 + g) * interval '11 hours', 'KR', 5.25, $1
       from generate_series(0, 1) g on conflict do nothing`,
    [1_000 + 2 * n, n % 15],
  );
}

/** 240 orders of ten days around the end of a month. */
export async function fillShop(shop: Shop): Promise<void> {
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-02-25 00:00Z' + g * interval '1 hour', case g % 3 when 0 then 'KR' else 'US' end, g, g % 7
      from generate_series(1, 240) g`);
}

export const scenarios: Scenario[] = [
  { name: 'changed days', prepare: changeRows, wish: { mode: 'all', range: everything }, ends: 'succeeded' },
  {
    name: 'an attempt that takes over',
    prepare: changeRows,
    wish: { mode: 'all', range: everything },
    firstDies: 'after record unit',
    ends: 'succeeded',
  },
  { name: 'unchanged days', prepare: async () => {}, wish: { mode: 'all', range: everything }, ends: 'succeeded' },
  { name: 'a whole rebuild', prepare: changeRows, wish: { mode: 'all' }, ends: 'succeeded' },
  { name: 'an unchanged rebuild', prepare: async () => {}, wish: { mode: 'all' }, ends: 'succeeded' },
  {
    name: 'very many changed rows',
    prepare: changeRows,
    wish: { mode: 'all', range: everything },
    limits: { ...defaultLimits, changedRows: 1 },
    ends: 'succeeded',
  },
  {
    name: 'a month that lost its rows',
    prepare: async (shop, n) => {
      await changeRows(shop, n);
      await shop.pool.query('create table raw.aside as table raw.orders');
      await shop.pool.query(`delete from raw.orders where ordered_at >= '2024-02-29 15:00Z'`);
    },
    wish: { mode: 'all', range: everything },
    ends: 'partial',
  },
];

/** Undoes what a scenario did to the raw rows that no refresh may publish. */
export async function repair(shop: Shop): Promise<void> {
  const { rows } = await shop.pool.query(`select to_regclass('raw.aside') as aside`);
  if (rows[0]?.aside)
    await shop.pool.query('truncate raw.orders; insert into raw.orders table raw.aside; drop table raw.aside');
}
