import { sql } from 'kysely';
import { conserves } from '#lib/definition/checks.ts';
import { count, distinct, max, min, ratio, sum } from '#lib/definition/columns.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { date, month, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom, rowsOf } from '#lib/definition/summary.ts';
import { line, number, table } from '#lib/definition/tiles.ts';

const lines = defineSource({
  name: 'order_lines',
  table: 'retail.order_lines',
  description: 'Every order line of a gift wholesaler, as it was written: real and messy.',
  columns: {
    invoice_no: 'text',
    stock_code: 'text',
    description: 'text null',
    quantity: 'bigint',
    invoice_date: 'timestamp',
    unit_price: 'numeric',
    customer_id: 'numeric null',
    country: 'text',
  },
  watermark: 'closed',
});

/**
 * The rules for what is messy, each of them a measure, so that none hides in another:
 * - a cancellation is an invoice whose number begins with C. Its lines count in `net` (they are negative) and in
 *   `cancelled`, not in `sold`;
 * - a line without customer counts everywhere, but is nobody among `customers`; `anonymous` says how many there are;
 * - a line at a price of zero or less is no sale: it counts in `lines` and `net`, and in `unpriced`;
 * - repeats stay: a wholesaler's invoice may hold the same line twice. `daily_retail_once` counts each line once.
 */
export const dailyRetail = defineSummary({
  name: 'daily_retail',
  topic: 'retail',
  description: 'Order lines per day and country.',
  from: rowsFrom([lines], (db) =>
    db.selectFrom('retail.order_lines as l').select([
      'l.invoice_date',
      'l.country',
      'l.customer_id',
      'l.invoice_no',
      'l.unit_price',
      sql<string>`l.quantity * l.unit_price`.as('amount'),
      sql<string | null>`case when l.invoice_no like 'C%' then l.quantity * l.unit_price end`.as('cancelled_amount'),
      sql<string | null>`case when l.invoice_no not like 'C%' and l.unit_price > 0 and l.quantity > 0
          then l.quantity * l.unit_price end`.as('sold_amount'),
      sql<number | null>`case when l.customer_id is null then 1 end`.as('nobody'),
      sql<number | null>`case when l.unit_price <= 0 then 1 end`.as('free'),
    ]),
  ),
  grain: { day: date('invoice_date'), country: text() },
  columns: {
    lines: count(),
    net: sum('amount', { scale: 3, unit: 'GBP' }),
    sold: sum('sold_amount', { scale: 3, unit: 'GBP' }),
    cancelled: sum('cancelled_amount', { scale: 3, unit: 'GBP' }),
    anonymous: count('nobody'),
    unpriced: count('free'),
    dearest: max('unit_price'),
    cheapest: min('unit_price'),
    invoices: distinct('invoice_no'),
    customers: distinct('customer_id'),
    invoice_value: ratio('net', 'invoices', { scale: 2, unit: 'GBP' }),
  },
  refresh: { by: 'day' },
  zone: 'Europe/London',
  checks: [conserves('lines'), conserves('net')],
});

/** Each line once, however often it was written. */
export const dailyRetailOnce = defineSummary({
  name: 'daily_retail_once',
  topic: 'retail',
  description: 'Order lines per day, repeats left out.',
  from: rowsFrom([lines], (db) =>
    db
      .selectFrom('retail.order_lines as l')
      .distinct()
      .select([
        'l.invoice_no',
        'l.stock_code',
        'l.description',
        'l.quantity',
        'l.invoice_date',
        'l.unit_price',
        'l.customer_id',
        'l.country',
      ]),
  ),
  grain: { day: date('invoice_date') },
  columns: { lines: count() },
  refresh: { by: 'day' },
  zone: 'Europe/London',
});

export const monthlyRetail = defineSummary({
  name: 'monthly_retail',
  topic: 'retail',
  description: 'Order lines per month and country.',
  from: rowsOf(dailyRetail),
  grain: { month: month('day'), country: text() },
  columns: { lines: sum('lines'), net: sum('net', { scale: 3, unit: 'GBP' }), dearest: max('dearest') },
  refresh: { by: 'month' },
  zone: 'Europe/London',
});

export const retailDashboard = defineDashboard({
  name: 'retail',
  title: 'Retail',
  filters: { period: dateRange('all'), country: choice(dailyRetail, 'country') },
  tiles: [
    number('Net', dailyRetail.net),
    number('Customers', dailyRetail.customers),
    table('Countries', [dailyRetail.net, dailyRetail.customers, dailyRetail.invoice_value, dailyRetail.dearest], {
      by: 'country',
    }),
    line('Net by day', dailyRetail.net, { by: 'day' }),
    line('Customers by week', dailyRetail.customers, { by: 'day', grain: 'week' }),
    line('Net by month', monthlyRetail.net, { by: 'month' }),
  ],
});

export const retailRegistry = defineRegistry({
  summaries: [dailyRetail, dailyRetailOnce, monthlyRetail],
  dashboards: [retailDashboard],
});
