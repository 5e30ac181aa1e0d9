import { customersBy, elapsed, shopZone } from '#lib/demo/shop-rate.ts';
import { hash, uniform, weighted } from '#lib/demo/uniform.ts';

const cancelledShare = 0.035;

/**
 * The orders of the window. A third are by people who signed up lately; the others follow a power law, whose heavy
 * buyers are spread over all ages of account by a hash. A late order is a store's: its till was offline.
 */
export function newOrders(seed: number, late: number): string {
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
export function newItems(seed: number): string {
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

export function orders(seed: number): string {
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

export function settle(seed: number): string {
  return `
    update shop.orders set status = ${finalStatus('order_id', seed)}, updated_at = $1::timestamptz
    where status = 'processing' and ordered_at <= $1::timestamptz - interval '2 days'`;
}

/** One order in twenty comes back within a month, three in ten of those in part. */
export function refunds(seed: number): string {
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
