import { area, bar, line, number, type Tile, table } from '#lib/definition/tiles.ts';
import { dailyGeneration, dailySales, monthlyGeneration, monthlySales } from '../tile-fixture.ts';
import type { TileContext } from './tile-question.ts';

export const context: TileContext = {
  schema: 'summa',
  generation: dailyGeneration,
  epoch: 412,
  scope: 'everything',
  days: { from: '2024-03-04', to: '2024-03-31' },
  choices: [],
};
export const monthly: TileContext = { ...context, generation: monthlyGeneration };
const country = { label: 'Country', column: 'country', values: ['KR', 'JP'] };

/**
 * Statements by feature; each is compiled by every dialect as `golden/<dialect>` says. `lib/dashboard/tile-numbers.db.test.ts`
 * compares what such statements answer with the raw rows.
 */
export const statementCases: Record<string, Record<string, [Tile, TileContext]>> = {
  additivity: {
    'sum, count, smallest, largest': [
      table('', [dailySales.orders, dailySales.revenue, dailySales.smallest, dailySales.largest], { by: 'country' }),
      context,
    ],
    'ratio of totals': [number('', dailySales.aov), context],
    'distinct by its companion': [number('', dailySales.buyers), context],
    'distinct beside a sum': [table('', [dailySales.revenue, dailySales.buyers], { by: 'country' }), context],
    'ratio with a distinct denominator': [number('', dailySales.spend), context],
    'distinct without companion at exact grain': [
      table('', dailySales.visitors, { by: ['day', 'country', 'channel', 'size'] }),
      context,
    ],
  },
  time: {
    'by day': [line('', dailySales.orders, { by: 'day' }), context],
    'by week': [line('', dailySales.orders, { by: 'day', grain: 'week' }), context],
    'by quarter, newest three': [bar('', dailySales.orders, { by: 'day', grain: 'quarter', limit: 3 }), context],
    'months widened': [line('', monthlySales.revenue, { by: 'month' }), monthly],
    'without a date range': [line('', dailySales.orders, { by: 'day' }), { ...context, days: null }],
  },
  compare: {
    'a number with the previous period': [number('', dailySales.revenue, { compare: 'previous period' }), context],
    'a line with the previous year': [line('', dailySales.aov, { by: 'day', compare: 'previous year' }), context],
    'a distinct count with the previous period': [
      number('', dailySales.buyers, { compare: 'previous period' }),
      context,
    ],
  },
  split: {
    'a line by channel': [line('', dailySales.orders, { by: 'day', split: 'channel', others: false }), context],
    'an area of a ratio by channel': [
      area('', dailySales.aov, { by: 'day', grain: 'month', split: 'channel', others: false }),
      context,
    ],
    'the five largest bars by channel': [
      bar('', dailySales.revenue, { by: 'country', split: 'channel', limit: 5 }),
      context,
    ],
  },
  levels: {
    'a line by channel with the others': [line('', dailySales.orders, { by: 'day', split: 'channel' }), context],
    'rows with a total': [table('', [dailySales.orders, dailySales.aov], { by: 'country', totals: 'grand' }), context],
    'different values with subtotals': [
      table('', [dailySales.orders, dailySales.buyers], { by: ['country', 'size'], totals: 'all' }),
      context,
    ],
    'the five largest and the others': [bar('', dailySales.spend, { by: 'country', limit: 5, others: true }), context],
  },
  order: {
    'bars, largest first': [bar('', dailySales.revenue, { by: 'country', limit: 10 }), context],
    'a table sorted downwards': [
      table('', [dailySales.orders, dailySales.aov], { by: ['country', 'size'], sort: '-aov' }),
      context,
    ],
  },
  filters: {
    'values of a dimension': [number('', dailySales.orders), { ...context, choices: [country] }],
    'rows without a value': [number('', dailySales.buyers), { ...context, choices: [{ ...country, values: [null] }] }],
    'a dimension of whole numbers': [
      number('', dailySales.orders),
      { ...context, choices: [{ label: 'Size', column: 'size', values: ['1', '40'] }] },
    ],
    'a viewer limited by row': [
      table('', [dailySales.orders, dailySales.buyers], { by: 'country' }),
      { ...context, scope: [{ column: 'country', values: ['KR'] }], choices: [country] },
    ],
  },
};
