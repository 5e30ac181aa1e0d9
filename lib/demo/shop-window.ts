import type pg from 'pg';
import { customersBy, elapsed, rate, shopZone } from '#lib/demo/shop-rate.ts';
import { hash, uniform, weighted } from '#lib/demo/uniform.ts';

const countries = [
  ['United States', 0.34],
  ['United Kingdom', 0.14],
  ['Germany', 0.11],
  ['France', 0.08],
  ['South Korea', 0.08],
  ['Japan', 0.07],
  ['Canada', 0.06],
  ['Australia', 0.05],
  ['Brazil', 0.04],
  ['India', 0.03],
] as const;

const cancelledShare = 0.035;

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

/**
 * The orders of the window. A third are by people who signed up lately; the others follow a power law, whose heavy
 * buyers are spread over all ages of account by a hash. A late order is a store's: its till was offline.
 */
function newOrders(seed: number, late: number): string {
  const draw = (purpose: string) => uniform('order_id', purpose, seed);
  const slot = `(slot * 1000 + i)`;
  const local = `(ordered_at at time zone '${shopZone}')`;
  const discount = `(case when date_part('month', ${local}) = 11 and date_part('day', ${local}) between 22 and 30 then 0.20 else 0 end
        + case coupon when 'WELCOME10' then 0.10 when 'THANKS5' then 0.05 else 0 end)`;
  return `
    create temporary table shop_new_orders on commit drop as
    select order_id, ordered_at, channel, is_late, share, lines, coupon,
      ${discount} as off,
      case when ${draw('newcomer')} < 0.33 then known - floor(power(${draw('how new')}, 2) * known * 0.04)::bigint
        when candidate <= known then candidate else 1 + candidate % known end as customer_id
    from (
      select order_id, ordered_at, channel, is_late, lines, coupon, ${elapsed('ordered_at', 'state')} as share,
        least(greatest(${customersBy('ordered_at', 'state')}, 1), newest) as known,
        1 + ${hash(`floor(state.customers_at_end * power(${draw('activity')}, 1.8))`, 'heavy buyer', seed)} % state.customers_at_end as candidate
      from (
        select order_id, channel, is_late, lines, coupon,
          case when is_late then happened_at - interval '1 hour' - ${draw('how late')} * interval '46 hours' else happened_at end as ordered_at
        from (
          select order_id, happened_at, channel, lines, coupon, channel = 'store' and ${draw('late')} < ${late} as is_late
          from (
            select order_id, happened_at, 1 + floor(power(${draw('lines')}, 1.7) * 5)::int as lines,
              case when ${draw('coupon')} < 0.06 then 'WELCOME10' when ${draw('coupon')} < 0.1 then 'THANKS5' end as coupon,
              ${weighted(
                [
                  ['store', 0.38],
                  ['marketplace', 0.26],
                  ['phone', 0.06],
                  ['web', 0.2],
                  ['app', 0.1],
                ],
                draw('channel'),
              )} as channel
            from (
              select (select coalesce(max(order_id), 0) from shop.orders) + row_number() over (order by at, i) as order_id,
                date_trunc('second', at + (i - 1 + ${uniform(slot, 'moment', seed)}) / orders * seconds * interval '1 second') as happened_at
              from shop_slots, generate_series(1, orders) i
            ) as moments
          ) as channels
        ) as lateness
      ) as dated, shop.feed_state state, (select max(customer_id) as newest from shop.customers) as accounts
    ) as drawn`;
}

/** Their lines. Prices rise by 5 % a period; Black Friday week and coupons take something off. */
function newItems(seed: number): string {
  const draw = (purpose: string) => uniform('o.order_id * 16 + line', purpose, seed);
  return `
    create temporary table shop_new_items on commit drop as
    select order_id, line, product_id, quantity, unit_price, round(quantity * unit_price * off, 2) as discount
    from (
      select o.order_id, line, product_id,
        case when ${draw('quantity')} < 0.75 then 1 else 2 + floor(power(${draw('many')}, 3) * 5)::int end as quantity,
        round((price * (0.95 + 0.05 * o.share))::numeric, 2) as unit_price,
        off
      from shop_new_orders o, generate_series(1, o.lines) line,
        lateral (select 1 + floor((select count(*) from shop.products) * power(${draw('product')}, 1.6))::bigint as pick) as picked
        join (select product_id, price::float8 as price from shop.products) as products on product_id = pick
    ) as priced`;
}

function orders(seed: number): string {
  return `
    insert into shop.orders (order_id, customer_id, ordered_at, country, channel, status, coupon, amount, updated_at)
    select o.order_id, o.customer_id, o.ordered_at, c.country, o.channel,
      case when is_settled then ${finalStatus('o.order_id', seed)} else 'processing' end,
      o.coupon, i.amount,
      case when o.is_late then $1::timestamptz when is_settled then o.ordered_at + interval '2 days' else o.ordered_at end
    from (select *, not is_late and ordered_at <= $1::timestamptz - interval '2 days' as is_settled from shop_new_orders) o
    join (select order_id, sum(quantity * unit_price - discount) as amount from shop_new_items group by order_id) i using (order_id)
    join shop.customers c using (customer_id)
    order by o.order_id`;
}

/** An order is processing for two days; what becomes of it then is settled by its number. */
function finalStatus(order: string, seed: number): string {
  return `case when ${uniform(order, 'status', seed)} < ${cancelledShare} then 'cancelled' else 'completed' end`;
}

function settle(seed: number): string {
  return `
    update shop.orders set status = ${finalStatus('order_id', seed)}, updated_at = $1::timestamptz
    where status = 'processing' and ordered_at <= $1::timestamptz - interval '2 days'`;
}

/**
 * The sessions that ended in the window: one for each order by web or app, by that customer, and those that led to
 * nothing. Visitor numbers above ten million are people without an account, numbered roughly by when they first came.
 */
function newSessions(seed: number): string {
  const key = '(slot * 100000 + i)';
  const slot = (purpose: string) => uniform(key, purpose, seed);
  const draw = (purpose: string) => uniform('visit', purpose, seed);
  const day = `date_part('epoch', ended_at - state.started_at)::float8 / 86400`;
  const visitor = `10000000 + floor(greatest(${day} - power(${draw('returning')}, 4) * 45, 0) * state.sessions_per_hour * 15
    + ${draw('visitor')} * state.sessions_per_hour * 15)::bigint`;
  return `
    create temporary table shop_new_sessions on commit drop as
    select (select coalesce(max(session_id), 0) from shop.sessions) + row_number() over (order by started_at, visit) as session_id,
      visitor_id, started_at, ended_at, device, order_id, country, views, carts, checkouts,
      ${weighted(
        [
          ['search', 0.34],
          ['direct', 0.26],
          ['social', 0.17],
          ['paid', 0.14],
          ['email', 0.09],
        ],
        draw('source'),
      )} as source
    from (
      select -o.order_id as visit, o.customer_id as visitor_id, o.ordered_at - (80 + ${uniform('o.order_id', 'visit', seed)} * 1300)::int * interval '1 second' as started_at,
        o.ordered_at as ended_at, o.order_id, c.country, 2 + floor(power(${uniform('o.order_id', 'views', seed)}, 2) * 6)::int as views,
        1 as carts, 1 as checkouts,
        case when channel = 'app' then 'mobile' else ${weighted(
          [
            ['desktop', 0.58],
            ['mobile', 0.35],
            ['tablet', 0.07],
          ],
          uniform('o.order_id', 'device', seed),
        )} end as device
      from shop_new_orders o join shop.customers c using (customer_id)
      where channel in ('web', 'app')
      union all
      select visit, visitor_id, case when views + carts > 1 then ended_at - (20 + power(${draw('stay')}, 2) * 1400)::int * interval '1 second' else ended_at end,
        ended_at, null, coalesce(c.country, ${weighted(countries, draw('country'))}), views, carts,
        case when carts = 1 and ${draw('checkout')} < 0.42 then 1 else 0 end,
        ${weighted(
          [
            ['mobile', 0.56],
            ['desktop', 0.37],
            ['tablet', 0.07],
          ],
          draw('device'),
        )}
      from (
        select visit, ended_at, 1 + floor(power(${draw('views')}, 2.4) * 5)::int as views,
          case when ${draw('cart')} < 0.13 then 1 else 0 end as carts,
          case when ${draw('known')} < 0.24
            then 1 + floor(power(${draw('visitor')}, 1.8) * greatest(${customersBy('ended_at', 'state')} - 1, 0))::bigint
            else ${visitor} end as visitor_id
        from (
          select ${key} as visit, date_trunc('second', at + ${slot('end')} * seconds * interval '1 second') as ended_at
          from shop_slots, generate_series(1, sessions) i
        ) as ended, shop.feed_state state
      ) as visits
      left join shop.customers c on c.customer_id = visitor_id
    ) as sessions`;
}

/** The steps of each session, evenly between its start and its end; a purchase is the moment of its order. */
const events = `
  insert into shop.events (event_id, session_id, visitor_id, at, kind)
  select session_id * 100 + step, session_id, visitor_id,
    case step when 1 then started_at when steps then ended_at
      else date_trunc('second', started_at + (step - 1)::float8 / (steps - 1) * (ended_at - started_at)) end,
    case when step <= views then 'view' when step = views + 1 then 'add_to_cart' when step = views + 2 then 'checkout' else 'purchase' end
  from (
    select session_id, visitor_id, started_at, ended_at, views,
      views + carts + checkouts + case when order_id is null then 0 else 1 end as steps
    from shop_new_sessions
  ) as sessions, generate_series(1, steps) step`;

/** Variant B of the new checkout button sells 8 % better: 52 % of the buyers have seen it, and half of the others. */
function assignments(seed: number): string {
  return `
    insert into shop.experiment_assignments (experiment, visitor_id, variant, assigned_at)
    select 'checkout_button', visitor_id,
      case when ${uniform('visitor_id', 'variant', seed)} < case when bool_or(order_id is not null) then 0.52 else 0.5 end then 'B' else 'A' end,
      min(s.started_at)
    from shop_new_sessions s, shop.feed_state state
    where s.started_at >= state.experiment_from
      and not exists (select from shop.experiment_assignments a where a.experiment = 'checkout_button' and a.visitor_id = s.visitor_id)
    group by visitor_id
    order by min(s.started_at), visitor_id`;
}

/** One order in twenty comes back within a month, three in ten of those in part. */
function refunds(seed: number): string {
  const draw = (purpose: string) => uniform('order_id', purpose, seed);
  return `
    insert into shop.refunds (refund_id, order_id, refunded_at, amount, reason)
    select (select coalesce(max(refund_id), 0) from shop.refunds) + row_number() over (order by refunded_at, order_id), order_id, refunded_at,
      case when ${draw('refund in part')} < 0.3 then round(amount * (0.2 + 0.6 * ${draw('refund share')})::numeric, 2) else amount end,
      ${weighted(
        [
          ['changed mind', 0.38],
          ['damaged', 0.24],
          ['wrong size', 0.2],
          ['late', 0.18],
        ],
        draw('refund reason'),
      )}
    from (
      select order_id, amount, date_trunc('second', ordered_at + (2.1 + ${draw('refund after')} * 28) * interval '1 day') as refunded_at
      from shop.orders
      where ordered_at >= (select min(at) from shop_slots) - interval '33 days' and status = 'completed' and ${draw('refunded')} < 0.052
    ) as due
    where refunded_at >= (select min(at) from shop_slots) and refunded_at < $1::timestamptz`;
}
