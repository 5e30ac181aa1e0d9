import type { Shop } from '#lib/refresh/testing/shop.ts';

/** 240 orders of ten days around the end of a month. */
export async function fillShop(shop: Shop): Promise<void> {
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-02-25 00:00Z' + g * interval '1 hour', case g % 3 when 0 then 'KR' else 'US' end, g, g % 7
      from generate_series(1, 240) g`);
}

/** Rows changed, gone and new, in both months. */
export async function changeRows(shop: Shop, n: number): Promise<void> {
  await shop.pool.query('update raw.orders set amount = amount + 7.13 where order_id % 10 = $1', [n % 10]);
  await shop.pool.query('delete from raw.orders where order_id = $1', [10 + (n % 150)]);
  await shop.pool.query(
    `insert into raw.orders
     select $1 + g, timestamptz '2024-02-26 03:00Z' + ($2 + g) * interval '11 hours', 'KR', 5.25, $1
       from generate_series(0, 1) g on conflict do nothing`,
    [1_000 + 2 * n, n % 15],
  );
}

/** Changes rows in one month and takes all rows of the other away, which no check lets pass. */
export async function loseMonth(shop: Shop, n: number): Promise<void> {
  await changeRows(shop, n);
  await shop.pool.query('create table raw.aside as table raw.orders');
  await shop.pool.query(`delete from raw.orders where ordered_at >= '2024-02-29 15:00Z'`);
}

/** Brings the rows back that {@link loseMonth} took. */
export async function restoreMonth(shop: Shop): Promise<void> {
  await shop.pool.query('truncate raw.orders; insert into raw.orders table raw.aside; drop table raw.aside');
}
