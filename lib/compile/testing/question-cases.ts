import type { Query } from '#lib/query/query.ts';
import { bareQuery } from '#lib/query/testing/bare-query.ts';
import type { QueryContext } from '../query-context.ts';
import { dailyGeneration } from '../tile-fixture.ts';
import { stockGeneration } from './stock-fixture.ts';

type Asked = [Query, Omit<QueryContext, 'dialect'>];

const plain: Omit<Query, 'measures'> = {
  ...bareQuery,
  from: { summary: 'daily_sales' },
};
const march = { from: '2024-03-04', to: '2024-03-31' };
const context = { schema: 'summa', epoch: 412, scope: 'everything', days: march, compared: null } as const;

const ofSales = (measures: Query['measures'], more: Partial<Query> = {}, at: Partial<Asked[1]> = {}): Asked => [
  { ...plain, measures, ...more },
  { ...context, generation: dailyGeneration, ...at },
];
const ofStock = (more: Partial<Query> = {}, at: Partial<Asked[1]> = {}): Asked => [
  { ...plain, from: { summary: 'stock' }, measures: [{ name: 'units', as: 'value' }], ...more },
  { ...context, generation: stockGeneration, ...at },
];
const orders = { name: 'orders', as: 'value' } as const;
const country = { column: 'country', not: false } as const;

/** Questions that no tile asks, by feature; each is compiled by every dialect as `golden/<dialect>/query-*.sql` says. */
export const questionCases: Record<string, Record<string, Asked>> = {
  filters: {
    'all but some values': ofSales([orders], { filters: [{ ...country, op: 'in', not: true, values: ['KR', null] }] }),
    'from a number to another': ofSales([orders], {
      filters: [{ column: 'size', op: 'between', not: false, from: '1', to: '3' }],
    }),
    'part of a text and part of a number': ofSales([orders], {
      filters: [
        { ...country, op: 'contains', text: 'R' },
        { column: 'size', op: 'starts', not: true, text: '2' },
      ],
    }),
    'yes or no': ofStock({ filters: [{ column: 'open', op: 'in', not: false, values: ['true'] }] }),
  },
  shares: {
    'of the total': ofSales([{ name: 'orders', as: 'share' }], { dimensions: ['country'] }),
    'of a row and of a column': ofSales(
      [
        { name: 'orders', as: 'share-of-row' },
        { name: 'buyers', as: 'share-of-column' },
      ],
      { dimensions: ['country', 'channel'], pivot: ['channel'], pivotLimit: 3 },
    ),
  },
  pivot: {
    'with margins and others': ofSales([orders, { name: 'aov', as: 'value' }], {
      dimensions: ['country', 'channel'],
      pivot: ['channel'],
      limit: 2,
      pivotLimit: 2,
      others: true,
      totals: 'all',
    }),
  },
  periods: {
    'rows of two periods': ofSales(
      [orders, { name: 'buyers', as: 'growth' }],
      {
        dimensions: ['country'],
        compare: 'previous period',
        sort: [{ by: 'buyers:growth', descending: true }],
        limit: 3,
      },
      { compared: { from: '2024-02-05', to: '2024-03-03' } },
    ),
  },
  time: {
    'twice, by quarters of years': ofSales([orders], { dimensions: ['@', 'day@year'], grain: 'quarter' }),
    'by hour': ofStock({ dimensions: ['@'], grain: 'hour', measures: [{ name: 'counts', as: 'value' }] }),
    'by weeks from Sunday': ofStock({ dimensions: ['@'], grain: 'week', measures: [{ name: 'counts', as: 'value' }] }),
  },
  last: {
    'of everything': ofStock(),
    'by store': ofStock({ dimensions: ['store'], totals: 'grand' }),
    'by day and store': ofStock({ dimensions: ['@', 'store'], grain: 'day', sort: [{ by: '@', descending: false }] }),
  },
};
