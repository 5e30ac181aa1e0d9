import { viewer } from '#lib/definition/access.ts';
import { count, distinct, max, min, ratio, sum } from '#lib/definition/columns.ts';
import { date, integer, month, text } from '#lib/definition/grain.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom, rowsOf } from '#lib/definition/summary.ts';
import type { Generation, StoredColumn } from './stored.ts';

/** A small shop for tests of queries: orders by day, country and channel, and the months made from them. */
export const orders = defineSource({
  name: 'orders',
  table: 'shop.orders',
  columns: {
    ordered_on: 'date',
    country: 'text null',
    channel: 'text',
    size: 'integer',
    customer: 'bigint null',
    amount: 'numeric(12,2)',
  },
  watermark: 'closed',
});

export const dailySales = defineSummary({
  name: 'daily_sales',
  description: 'Orders by day, country and channel.',
  from: rowsFrom([orders], (db) =>
    db.selectFrom('shop.orders').select(['ordered_on', 'country', 'channel', 'size', 'customer', 'amount']),
  ),
  grain: { day: date('ordered_on'), country: text(), channel: text(), size: integer() },
  columns: {
    orders: count(),
    revenue: sum('amount', { unit: 'USD', scale: 2 }),
    smallest: min('amount'),
    largest: max('amount'),
    buyers: distinct('customer'),
    visitors: distinct('customer', { companion: false }),
    aov: ratio('revenue', 'orders', { label: 'Average order', unit: 'USD', scale: 2 }),
    spend: ratio('revenue', 'buyers'),
  },
  refresh: { by: 'day' },
  zone: 'Asia/Seoul',
});

/** The same summary where people read only their countries. */
export const limitedSales = defineSummary({
  name: 'daily_sales',
  description: 'Orders by day and country, limited by country.',
  from: rowsFrom([orders], (db) =>
    db.selectFrom('shop.orders').select(['ordered_on', 'country', 'channel', 'size', 'customer', 'amount']),
  ),
  grain: { day: date('ordered_on'), country: text(), channel: text(), size: integer() },
  columns: { orders: count(), revenue: sum('amount', { scale: 2 }), buyers: distinct('customer') },
  zone: 'Asia/Seoul',
  access: { country: viewer.countries },
});

export const monthlySales = defineSummary({
  name: 'monthly_sales',
  description: 'The same by month and country.',
  from: rowsOf(dailySales),
  grain: { month: month('day'), country: text() },
  columns: { orders: sum('orders', { scale: 0 }), revenue: sum('revenue', { scale: 2 }) },
  refresh: { by: 'month' },
  zone: 'Asia/Seoul',
});

const time = (name: string, bucket: 'day' | 'month'): StoredColumn => ({
  name,
  sqlType: 'date',
  role: 'time',
  bucket,
  additivity: null,
});
const words = (name: string): StoredColumn => ({
  name,
  sqlType: 'text',
  role: 'dimension',
  bucket: null,
  additivity: null,
});
const measure = (name: string, sqlType: string, additivity: StoredColumn['additivity']): StoredColumn => ({
  name,
  sqlType,
  role: 'measure',
  bucket: null,
  additivity,
});

const grain: StoredColumn[] = [
  time('day', 'day'),
  words('country'),
  words('channel'),
  { name: 'size', sqlType: 'integer', role: 'dimension', bucket: null, additivity: null },
];

/** How `dailySales` is stored from epoch 1 on. */
export const dailyGeneration: Generation = {
  id: '7',
  summary: 'daily_sales',
  fingerprint: 'daily',
  relations: [
    {
      name: 'rows',
      current: '_g7_rows',
      closed: '_g7_rows_closed',
      columns: [
        ...grain,
        measure('orders', 'bigint', 'sum'),
        measure('revenue', 'numeric(38,2)', 'sum'),
        measure('smallest', 'numeric(12,2)', 'min'),
        measure('largest', 'numeric(12,2)', 'max'),
        measure('buyers', 'bigint', 'distinct'),
        measure('visitors', 'bigint', 'distinct'),
      ],
      key: ['day', 'country', 'channel', 'size'],
    },
    {
      name: 'buyers',
      current: '_g7_buyers',
      closed: '_g7_buyers_closed',
      columns: [...grain, { name: 'customer', sqlType: 'bigint', role: 'entity', bucket: null, additivity: null }],
      key: ['day', 'country', 'channel', 'size', 'customer'],
    },
  ],
  ratios: [
    { name: 'aov', numerator: 'revenue', denominator: 'orders', scale: 2 },
    { name: 'spend', numerator: 'revenue', denominator: 'buyers', scale: null },
  ],
  zone: 'Asia/Seoul',
  partition: { by: 'day', column: 'day' },
  fromEpoch: 1,
  toEpoch: null,
};

/** How `monthlySales` is stored from epoch 1 on. */
export const monthlyGeneration: Generation = {
  id: '8',
  summary: 'monthly_sales',
  fingerprint: 'monthly',
  relations: [
    {
      name: 'rows',
      current: '_g8_rows',
      closed: '_g8_rows_closed',
      columns: [
        time('month', 'month'),
        words('country'),
        measure('orders', 'numeric(38,0)', 'sum'),
        measure('revenue', 'numeric(38,2)', 'sum'),
      ],
      key: ['month', 'country'],
    },
  ],
  ratios: [],
  zone: 'Asia/Seoul',
  partition: { by: 'month', column: 'month' },
  fromEpoch: 1,
  toEpoch: null,
};
