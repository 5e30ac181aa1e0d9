import { sql } from 'kysely';
import { conserves } from '#lib/definition/checks.ts';
import { average, distinct, ratio, sum } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { orderItems, orders, products } from '../sources/shop.ts';

export const dailyProducts = defineSummary({
  name: 'daily_products',
  topic: 'products',
  description: 'Units, revenue and margin per day and product category.',
  owner: 'Demo',
  from: rowsFrom([orders, orderItems, products], (db) =>
    db
      .selectFrom('shop.orders as o')
      .innerJoin('shop.order_items as i', 'i.order_id', 'o.order_id')
      .innerJoin('shop.products as p', 'p.product_id', 'i.product_id')
      .select([
        'o.ordered_at',
        'o.order_id',
        'p.category',
        'i.quantity',
        'i.unit_price',
        'i.discount',
        sql<string>`i.quantity * i.unit_price - i.discount`.as('amount'),
        sql<string>`i.quantity * p.cost`.as('cost'),
      ]),
  ),
  grain: { day: date('ordered_at'), category: text() },
  columns: {
    units: sum('quantity', { label: 'Units sold' }),
    revenue: sum('amount', { label: 'Revenue', unit: 'USD', scale: 2 }),
    discount: sum('discount', { label: 'Discounts', unit: 'USD', scale: 2 }),
    cost: sum('cost', { label: 'Cost of goods', unit: 'USD', scale: 2 }),
    revenue_per_unit: ratio('revenue', 'units', { label: 'Revenue per unit', unit: 'USD', scale: 2 }),
    unit_price: average('unit_price', { weight: 'quantity', label: 'Average price', unit: 'USD', scale: 2 }),
    orders: distinct('order_id', { label: 'Orders with the category' }),
  },
  refresh: { by: 'day', lookBack: 3, every: '15 minutes' },
  zone: 'America/New_York',
  checks: [conserves('revenue')],
});
