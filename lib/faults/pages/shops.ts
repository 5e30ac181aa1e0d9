import { conserves, notNull } from '#lib/definition/checks.ts';
import { count, distinct, ratio, sum } from '#lib/definition/columns.ts';
import { date, month, text } from '#lib/definition/grain.ts';
import { defineRegistry, type Registry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom, rowsOf } from '#lib/definition/summary.ts';

/** `shop_0`, `shop_1`, …: each with a raw table, a daily summary with a companion, and a monthly one made from it. */
export const shopNames = (count: number) => Array.from({ length: count }, (_, number) => `shop_${number}`);

export const dailyOf = (shop: string) => `${shop}_daily`;
export const monthlyOf = (shop: string) => `${shop}_monthly`;

function shopSummaries(shop: string) {
  const orders = defineSource({
    name: shop,
    table: `raw.${shop}`,
    columns: {
      order_id: 'bigint',
      ordered_at: 'timestamptz',
      country: 'text null',
      amount: 'numeric(38,2)',
      customer_id: 'bigint null',
    },
    watermark: { column: 'ordered_at', lag: '0 seconds' },
  });
  const daily = defineSummary({
    name: dailyOf(shop),
    description: 'Orders per day and country.',
    from: rowsFrom([orders], (db) =>
      db.selectFrom(`raw.${shop}`).select(['ordered_at', 'country', 'amount', 'customer_id']),
    ),
    grain: { day: date('ordered_at'), country: text() },
    columns: {
      orders: count(),
      revenue: sum('amount', { scale: 2 }),
      aov: ratio('revenue', 'orders', { scale: 2 }),
      buyers: distinct('customer_id'),
    },
    refresh: { by: 'day', lookBack: 3 },
    zone: 'Asia/Seoul',
    checks: [conserves('revenue'), conserves('orders')],
  });
  const monthly = defineSummary({
    name: monthlyOf(shop),
    description: 'Orders per month and country.',
    from: rowsOf(daily),
    grain: { month: month('day'), country: text() },
    columns: { orders: sum('orders'), revenue: sum('revenue') },
    refresh: { by: 'month' },
    zone: 'Asia/Seoul',
    checks: [conserves('revenue'), notNull('month')],
  });
  return [daily, monthly];
}

export function shopsRegistry(count: number): Registry {
  return defineRegistry({ summaries: shopNames(count).flatMap(shopSummaries), dashboards: [] });
}
