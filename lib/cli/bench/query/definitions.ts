import { count, distinct, max, ratio, sum } from '#lib/definition/columns.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { area, bar, line, number, table } from '#lib/definition/tiles.ts';

/** Two tables of facts that differ in how many days they have: `small` a tenth of `large`. */
export type Size = 'small' | 'large';

/** A page of twelve tiles over one summary, whose default is its newest year. */
function page(size: string) {
  const facts = defineSource({
    name: `facts_${size}`,
    table: `raw.${size}`,
    columns: {
      at: 'timestamptz',
      country: 'text',
      product: 'text',
      amount: 'numeric(12,2)',
      cost: 'numeric(12,2)',
      customer: 'bigint',
    },
    watermark: { column: 'at', lag: '0 seconds' },
  });
  const daily = defineSummary({
    name: `daily_${size}`,
    description: 'Facts per day, country and product.',
    from: rowsFrom([facts], (db) =>
      db.selectFrom(facts.table).select(['at', 'country', 'product', 'amount', 'cost', 'customer']),
    ),
    grain: { day: date('at'), country: text(), product: text() },
    columns: {
      facts: count(),
      amount: sum('amount', { scale: 2 }),
      cost: sum('cost', { scale: 2 }),
      average: ratio('amount', 'facts', { scale: 2 }),
      largest: max('amount', { scale: 2 }),
      customers: distinct('customer', { companion: false }),
    },
    refresh: { by: 'day', lookBack: 0 },
    zone: 'UTC',
  });
  const dashboard = defineDashboard({
    name: `bench-${size}`,
    title: `Twelve tiles over ${size} facts`,
    filters: { period: dateRange('last 365 days'), country: choice(daily, 'country') },
    tiles: [
      number('Facts', daily.facts),
      number('Amount', daily.amount),
      number('Largest', daily.largest),
      number('Average', daily.average),
      line('Amount by day', daily.amount, { by: 'day' }),
      area('Amount by day and country', daily.amount, { by: 'day', split: 'country' }),
      line('Average by week', daily.average, { by: 'day', grain: 'week' }),
      bar('Facts by month', daily.facts, { by: 'day', grain: 'month' }),
      bar('Amount by country', daily.amount, { by: 'country' }),
      bar('Amount by product', daily.amount, { by: 'product' }),
      bar('Cost by product and country', daily.cost, { by: 'product', split: 'country', stacked: true }),
      table('Countries and products', [daily.facts, daily.amount, daily.largest], {
        by: ['country', 'product'],
        sort: '-amount',
        limit: 100,
      }),
    ],
  });
  return { daily, dashboard };
}

const small = page('small');
const large = page('large');

/** What the measured app serves. */
export const registry = defineRegistry({
  summaries: [small.daily, large.daily],
  dashboards: [small.dashboard, large.dashboard],
});
