import { conserves } from '#lib/definition/checks.ts';
import { max, ratio, sum } from '#lib/definition/columns.ts';
import { month, text } from '#lib/definition/grain.ts';
import { defineSummary, rowsOf } from '#lib/definition/summary.ts';
import { dailySales } from './daily-sales.ts';

export const monthlySales = defineSummary({
  name: 'monthly_sales',
  topic: 'sales',
  description: 'Orders and revenue per month and country: the daily rows added up, published with them.',
  owner: 'Demo',
  from: rowsOf(dailySales),
  grain: { month: month('day'), country: text() },
  columns: {
    orders: sum('orders', { label: 'Orders' }),
    revenue: sum('revenue', { label: 'Revenue', unit: 'USD', scale: 2 }),
    order_value: ratio('revenue', 'orders', { label: 'Average order value', unit: 'USD', scale: 2 }),
    largest_order: max('largest_order', { label: 'Largest order', unit: 'USD', scale: 2 }),
  },
  refresh: { by: 'month', every: '5 minutes' },
  zone: 'America/New_York',
  checks: [conserves('revenue')],
});
