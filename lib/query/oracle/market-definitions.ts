import { viewer } from '#lib/definition/access.ts';
import { average, count, distinct, last, max, min, ratio, sum } from '#lib/definition/columns.ts';
import { boolean, date, hour, integer, month, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom, rowsOf } from '#lib/definition/summary.ts';

const sales = defineSource({
  name: 'sales',
  table: 'raw.sales',
  columns: {
    sold_at: 'timestamptz',
    joined_on: 'date null',
    country: 'text null',
    channel: 'text',
    size: 'integer null',
    gift: 'boolean null',
    amount: 'double precision null',
    price: 'numeric(10,3) null',
    quantity: 'integer null',
    customer: 'bigint null',
    coupon: 'text null',
  },
  watermark: { column: 'sold_at', lag: '0 seconds' },
});

const stock = defineSource({
  name: 'stock',
  table: 'raw.stock',
  columns: {
    counted_at: 'timestamptz',
    store: 'text null',
    item: 'text',
    units: 'integer null',
    weight: 'numeric(12,4) null',
  },
  watermark: 'closed',
});

/** Clocks of Santiago change at midnight, so that a day begins at one o'clock and another has its last hour twice. */
const zone = 'America/Santiago';

export const marketHourly = defineSummary({
  name: 'market_hourly',
  topic: 'market',
  description: 'Sales per hour and country.',
  from: rowsFrom([sales], (db) => db.selectFrom('raw.sales').select(['sold_at', 'country', 'amount'])),
  grain: { hour: hour('sold_at'), country: text() },
  columns: { orders: count(), revenue: sum('amount', { scale: 2 }), aov: ratio('revenue', 'orders') },
  refresh: { by: 'day' },
  zone,
  access: { country: viewer.countries },
});

export const marketDaily = defineSummary({
  name: 'market_daily',
  topic: 'market',
  description: 'Sales per day, country, channel, size, whether it is a gift, and the month its buyer joined.',
  from: rowsFrom([sales], (db) => db.selectFrom('raw.sales').selectAll()),
  grain: {
    day: date('sold_at'),
    country: text(),
    channel: text(),
    size: integer(),
    gift: boolean(),
    joined: month('joined_on'),
  },
  columns: {
    orders: count(),
    couponed: count('coupon'),
    revenue: sum('amount', { scale: 2 }),
    units: sum('quantity'),
    smallest: min('amount'),
    largest: max('price'),
    buyers: distinct('customer'),
    coupons: distinct('coupon'),
    aov: ratio('revenue', 'orders', { scale: 2 }),
    spend: ratio('revenue', 'buyers'),
    mean_price: average('price', { scale: 2 }),
    paid_price: average('price', { weight: 'quantity' }),
  },
  refresh: { by: 'day' },
  zone,
  access: { country: viewer.countries },
});

export const marketMonthly = defineSummary({
  name: 'market_monthly',
  topic: 'market',
  description: 'The daily sales added up to months and countries.',
  from: rowsOf(marketDaily),
  grain: { month: month('day'), country: text() },
  columns: {
    orders: sum('orders'),
    revenue: sum('revenue'),
    smallest: min('smallest'),
    aov: ratio('revenue', 'orders'),
  },
  refresh: { by: 'month' },
  zone,
  access: { country: viewer.countries },
});

/** Weeks begin on Sunday here, and the zone is three quarters of an hour off. */
export const stockDaily = defineSummary({
  name: 'stock_daily',
  topic: 'stock',
  description: 'What is in stock at the end of each day.',
  from: rowsFrom([stock], (db) => db.selectFrom('raw.stock').selectAll()),
  grain: { day: date('counted_at'), store: text(), item: text() },
  columns: {
    counts: count(),
    units: last('units'),
    weight: last('weight', { scale: 2 }),
    most: max('units'),
    mean_units: average('units'),
  },
  refresh: { by: 'day' },
  zone: 'Asia/Kathmandu',
  weekStart: 'sunday',
});

export const marketRegistry = defineRegistry({
  summaries: [marketHourly, marketDaily, marketMonthly, stockDaily],
  dashboards: [],
});
