import { countries } from '#lib/demo/shop-countries.ts';
import { customersBy } from '#lib/demo/shop-rate.ts';
import { uniform, weighted } from '#lib/demo/uniform.ts';

/**
 * The sessions that ended in the window: one for each order by web or app, by that customer, and those that led to
 * nothing. Visitor numbers above ten million are people without an account, numbered roughly by when they first came.
 */
export function newSessions(seed: number): string {
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
export const events = `
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
export function assignments(seed: number): string {
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
