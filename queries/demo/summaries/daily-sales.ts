import { conserves, notNull } from '#lib/definition/checks.ts';
import { count, distinct, max, min, ratio, sum } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { orders } from '../sources/shop.ts';

export const dailySales = defineSummary({
  name: 'daily_sales',
  topic: 'sales',
  description: 'Orders and revenue per day, country and channel, before refunds.',
  owner: 'Demo',
  from: rowsFrom([orders], (db) =>
    db.selectFrom('shop.orders').select(['ordered_at', 'country', 'channel', 'amount', 'customer_id']),
  ),
  grain: { day: date('ordered_at'), country: text(), channel: text() },
  columns: {
    orders: count({ label: 'Orders' }),
    revenue: sum('amount', { label: 'Revenue', unit: 'USD', scale: 2 }),
    order_value: ratio('revenue', 'orders', { label: 'Average order value', unit: 'USD', scale: 2 }),
    largest_order: max('amount', { label: 'Largest order', unit: 'USD', scale: 2 }),
    smallest_order: min('amount', { label: 'Smallest order', unit: 'USD', scale: 2 }),
    buyers: distinct('customer_id', { label: 'Buyers' }),
    orders_per_buyer: ratio('orders', 'buyers', { label: 'Orders per buyer', scale: 2 }),
  },
  refresh: { by: 'day', lookBack: 3, every: '5 minutes' },
  zone: 'America/New_York',
  checks: [notNull('country'), notNull('channel'), conserves('revenue'), conserves('orders')],
});
