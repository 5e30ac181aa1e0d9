import type pg from 'pg';
import { countries } from '#lib/demo/shop-countries.ts';
import { newItems, newOrders, orders, refunds, settle } from '#lib/demo/shop-orders.ts';
import { customersBy, rate, shopZone } from '#lib/demo/shop-rate.ts';
import { assignments, events, newSessions } from '#lib/demo/shop-sessions.ts';
import { uniform, weighted } from '#lib/demo/uniform.ts';

/** A stretch of the shop's time, from inclusive, to exclusive. `late` is the share of store orders that arrive late. */
export type Window = { seed: number; from: Date; to: Date; late: number };

type Step = { name: string; text: string };

/** What was written to each table. */
export type WindowRows = Record<string, number>;

/**
 * Writes what happened in the shop in a window: the 24 months of the generator and one minute of the feed are the
 * same statements over a longer or shorter list of hours. The caller holds the transaction and the row of feed_state.
 */
export async function addWindow(
  client: pg.ClientBase,
  window: Window,
  log: (line: string) => void,
): Promise<WindowRows> {
  const rows: WindowRows = {};
  // Temporary tables sort and hash in this session; 64 MB keeps 700,000 sessions out of temporary files.
  await client.query(`set local work_mem = '64MB'`);
  await client.query(`drop table if exists shop_slots, shop_new_orders, shop_new_items, shop_new_sessions`);
  await client.query({ ...slots(window.seed), values: [window.from, window.to] });
  for (const step of steps(window.seed, window.late)) {
    const values = step.text.includes('$1') ? [window.to] : [];
    const { rowCount } = await client.query({ text: step.text, values });
    if (step.name === '') continue;
    rows[step.name] = rowCount ?? 0;
    log(`shop: ${(rowCount ?? 0).toLocaleString('en')} ${step.name}`);
  }
  return rows;
}

/** One row per hour or part of an hour of the window, with how many orders and sessions belong to it. */
function slots(seed: number): { text: string } {
  const key = `date_part('epoch', at)`;
  const count = (perHour: string, purpose: string) =>
    `floor(${perHour} * seconds / 3600 * busy + ${uniform(key, purpose, seed)})::int`;
  return {
    text: `
      create temporary table shop_slots on commit drop as
      select at, date_part('epoch', at)::bigint as slot, seconds, ${count('orders_per_hour', 'orders')} as orders, ${count('sessions_per_hour', 'sessions')} as sessions
      from (
        select at, date_part('epoch', until - at)::float8 as seconds, state.orders_per_hour, state.sessions_per_hour,
          ${rate('at', 'state', seed)} as busy
        from shop.feed_state state, lateral (
          select greatest(hour, $1::timestamptz) as at, least(hour + interval '1 hour', $2::timestamptz) as until
          from generate_series(date_trunc('hour', $1::timestamptz, 'UTC'), $2::timestamptz, '1 hour') hour
        ) as hours
        where until > at
      ) as hours`,
  };
}

function steps(seed: number, late: number): Step[] {
  return [
    { name: 'customers', text: customers(seed) },
    { name: '', text: newOrders(seed, late) },
    { name: '', text: newItems(seed) },
    { name: 'orders', text: orders(seed) },
    { name: 'order_items', text: `insert into shop.order_items select * from shop_new_items` },
    { name: '', text: newSessions(seed) },
    {
      name: 'sessions',
      text: `insert into shop.sessions
        select session_id, visitor_id, started_at, ended_at, source, device, country, order_id from shop_new_sessions`,
    },
    { name: 'events', text: events },
    { name: 'experiment_assignments', text: assignments(seed) },
    { name: 'orders settled', text: settle(seed) },
    { name: 'refunds', text: refunds(seed) },
  ];
}

/** New accounts; the account number says when it was opened. */
function customers(seed: number): string {
  const draw = (purpose: string) => uniform('customer_id', purpose, seed);
  return `
    insert into shop.customers (customer_id, signed_up_on, country, segment)
    select customer_id,
      (case when customer_id <= state.customers_at_start
        then state.started_at - (1 - customer_id::float8 / state.customers_at_start) * interval '900 days'
        else state.started_at + (state.generated_to - state.started_at) * power(
          (customer_id - state.customers_at_start)::float8 / (state.customers_at_end - state.customers_at_start), 1 / 1.15)
      end at time zone '${shopZone}')::date,
      ${weighted(countries, draw('country'))},
      ${weighted(
        [
          ['consumer', 0.78],
          ['small business', 0.17],
          ['enterprise', 0.05],
        ],
        draw('segment'),
      )}
    from shop.feed_state state,
      generate_series((select coalesce(max(customer_id), 0) + 1 from shop.customers), ${customersBy('$1::timestamptz', 'state')}) customer_id`;
}
