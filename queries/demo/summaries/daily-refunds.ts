import { acceptedValues, conserves } from '#lib/definition/checks.ts';
import { count, max, ratio, sum } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { orders, refunds } from '../sources/shop.ts';

export const dailyRefunds = defineSummary({
  name: 'daily_refunds',
  topic: 'sales',
  description: 'Refunds per day they were given, country and reason.',
  owner: 'Demo',
  from: rowsFrom([refunds, orders], (db) =>
    db
      .selectFrom('shop.refunds as r')
      .innerJoin('shop.orders as o', 'o.order_id', 'r.order_id')
      .select(['r.refunded_at', 'r.amount', 'r.reason', 'o.country']),
  ),
  grain: { day: date('refunded_at'), country: text(), reason: text() },
  columns: {
    refunds: count({ label: 'Refunds' }),
    refunded: sum('amount', { label: 'Refunded', unit: 'USD', scale: 2 }),
    refund_value: ratio('refunded', 'refunds', { label: 'Average refund', unit: 'USD', scale: 2 }),
    largest_refund: max('amount', { label: 'Largest refund', unit: 'USD', scale: 2 }),
  },
  refresh: { by: 'day', lookBack: 3, every: '15 minutes' },
  zone: 'America/New_York',
  checks: [conserves('refunded'), acceptedValues('reason', ['changed mind', 'damaged', 'wrong size', 'late'])],
});
