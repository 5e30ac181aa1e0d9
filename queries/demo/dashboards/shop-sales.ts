import { defineDashboard } from '#lib/definition/dashboard.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { area, bar, line, number, table } from '#lib/definition/tiles.ts';
import { dailyProducts } from '../summaries/daily-products.ts';
import { dailyRefunds } from '../summaries/daily-refunds.ts';
import { dailySales } from '../summaries/daily-sales.ts';
import { monthlySales } from '../summaries/monthly-sales.ts';

export const shopSales = defineDashboard({
  name: 'shop-sales',
  title: 'Shop sales',
  description: 'Orders, revenue and refunds of a store that does not exist: synthetic data, growing every minute.',
  attribution: 'Synthetic demo data',
  owner: 'Demo',
  filters: {
    period: dateRange('last 28 days', { label: 'Period' }),
    country: choice(dailySales, 'country', { label: 'Country' }),
    channel: choice(dailySales, 'channel', { label: 'Channel' }),
  },
  tiles: [
    number('Revenue', dailySales.revenue, { compare: 'previous period' }),
    number('Orders', dailySales.orders, { compare: 'previous period' }),
    number('Average order value', dailySales.order_value, { compare: 'previous period' }),
    number('Buyers', dailySales.buyers, { compare: 'previous period' }),
    line('Revenue by day', dailySales.revenue, { by: 'day', compare: 'previous period', width: 8 }),
    bar('Revenue by country', dailySales.revenue, { by: 'country', width: 4 }),
    area('Orders by day and channel', dailySales.orders, { by: 'day', split: 'channel', width: 6 }),
    bar('Revenue by category', dailyProducts.revenue, { by: 'category', width: 6 }),
    bar('Revenue by month', monthlySales.revenue, { by: 'month', width: 4 }),
    line('Refunded by day', dailyRefunds.refunded, { by: 'day', width: 4 }),
    bar('Refunds by reason', dailyRefunds.refunds, { by: 'reason', width: 4 }),
    table(
      'Countries',
      [dailySales.orders, dailySales.revenue, dailySales.order_value, dailySales.largest_order, dailySales.buyers],
      {
        by: 'country',
        sort: '-revenue',
        totals: 'grand',
        width: 12,
        height: 9,
      },
    ),
  ],
});
