import type pg from 'pg';
import { insertProducts } from '#lib/demo/shop-products.ts';
import { rate, shopZone } from '#lib/demo/shop-rate.ts';
import { createIndexes, createTables, shopTables } from '#lib/demo/shop-tables.ts';
import { addWindow, type WindowRows } from '#lib/demo/shop-window.ts';

/** `scale` 1 is 250,000 orders; tests make a small shop with 0.01. The same seed, clock and scale make the same shop. */
export type ShopOptions = { now: Date; seed?: number; scale?: number; log?: (line: string) => void };

const full = { orders: 250_000, sessions: 630_000, customersAtStart: 5_000, customersAtEnd: 40_000 };

/**
 * Generates a store that does not exist, in schema `shop`: 24 months up to `now`, inside the caller's transaction.
 * It is one list of set-based statements, because 3.5 million rows sent from here would take minutes.
 */
export async function generateShop(client: pg.ClientBase, options: ShopOptions): Promise<WindowRows> {
  const { now, seed = 1, scale = 1, log = () => {} } = options;
  if (!(scale > 0))
    throw new Error(`The scale of the demo shop is ${scale}; it must be above 0 (1 is 250,000 orders).`);
  for (const statement of createTables()) await client.query(statement);
  await client.query(insertProducts(seed));
  const to = new Date(Math.floor(now.getTime() / 60_000) * 60_000);
  const from = await insertState(client, { to, seed, scale });
  const rows = await addWindow(client, { seed, from, to, late: 0 }, log);
  for (const statement of createIndexes) await client.query(statement);
  for (const table of shopTables) await client.query(`analyze ${table}`);
  return rows;
}

/** Writes feed_state, with the hourly rates that add up to the wanted totals over the season and the growth. */
async function insertState(client: pg.ClientBase, shop: { to: Date; seed: number; scale: number }): Promise<Date> {
  const inserted = await client.query<{ started_at: Date }>(
    `insert into shop.feed_state (seed, started_at, generated_to, through, customers_at_start, customers_at_end,
       orders_per_hour, sessions_per_hour, experiment_from)
     select $1::int, date_trunc('day', $2::timestamptz - interval '24 months', '${shopZone}'), $2, $2,
       greatest(round($3::float8 * ${full.customersAtStart}), 10), greatest(round($3::float8 * ${full.customersAtEnd}), 40), 0, 0,
       date_trunc('day', $2::timestamptz - interval '60 days', '${shopZone}')
     returning started_at`,
    [shop.seed, shop.to, shop.scale],
  );
  await client.query(
    `update shop.feed_state set orders_per_hour = $1::float8 / busy, sessions_per_hour = $2::float8 / busy
     from (
       select sum(${rate('hour', 'state', shop.seed)}) as busy
       from shop.feed_state state, generate_series(state.started_at, state.generated_to, '1 hour') hour
     ) as total`,
    [shop.scale * full.orders, shop.scale * full.sessions],
  );
  const started = inserted.rows[0]?.started_at;
  if (!started) throw new Error('The state of the demo shop was not written.');
  return started;
}
