import { channels, countries, items, stores } from './market-rows.ts';
import type { PlainDimension, PlainMeasure, PlainModel } from './plain-model.ts';

const sales = `
  select sold_at at time zone 'America/Santiago' as at, date_trunc('month', joined_on)::date as joined, country, channel, size, gift, round(amount::numeric, 2) as amount,
         amount as exact_amount, price, quantity, customer, coupon
    from raw.sales`;

const country: PlainDimension = { type: 'text', values: [...countries, 'nowhere'] };
const dimensions: Record<string, PlainDimension> = {
  country,
  channel: { type: 'text', values: [...channels, 'c99', null] },
  size: { type: 'integer', values: ['-2', '-1', '0', '1', '2', '3', '4', '77', null] },
  gift: { type: 'boolean', values: ['true', 'false', null] },
  joined: { type: 'month', values: ['2020-01-01', '2020-09-01', '2021-05-01', '2022-02-01', '2023-03-01', null] },
};

const orders: PlainMeasure = { kind: 'sum', sql: 'count(*)' };
const revenue: PlainMeasure = { kind: 'sum', sql: 'sum(amount)' };
const smallest: PlainMeasure = { kind: 'extreme', sql: 'min(exact_amount)' };
const aov: PlainMeasure = { kind: 'quotient', sql: 'sum(amount) / count(*)' };

// The newest sale is on 10 May, so the 9th is the last day that is over.
const completeTo = '2024-05-09';

export const dailyModel: PlainModel = {
  subject: { summary: 'market_daily' },
  rows: sales,
  weekStart: 'monday',
  grains: ['day', 'week', 'month', 'quarter', 'year'],
  kept: 'day',
  dimensions,
  measures: {
    orders,
    couponed: { kind: 'sum', sql: 'count(coupon)' },
    revenue,
    units: { kind: 'sum', sql: 'sum(quantity)' },
    smallest,
    largest: { kind: 'extreme', sql: 'max(price)' },
    buyers: { kind: 'distinct', sql: 'count(distinct customer)' },
    coupons: { kind: 'distinct', sql: 'count(distinct coupon)' },
    aov,
    spend: { kind: 'quotient', sql: 'sum(amount) / nullif(count(distinct customer), 0)' },
    mean_price: { kind: 'quotient', sql: 'sum(price) / nullif(count(price), 0)' },
    paid_price: {
      kind: 'quotient',
      sql: 'sum(price * quantity) / nullif(sum(case when price is not null then quantity end), 0)',
    },
  },
  completeTo,
  span: { from: '2023-02-20', to: '2024-06-14' },
};

export const hourlyModel: PlainModel = {
  ...dailyModel,
  subject: { summary: 'market_hourly' },
  grains: ['hour', ...dailyModel.grains],
  dimensions: { country },
  measures: { orders, revenue, aov },
};

export const monthlyModel: PlainModel = {
  ...dailyModel,
  subject: { summary: 'market_monthly' },
  grains: ['month', 'quarter', 'year'],
  kept: 'month',
  dimensions: { country },
  measures: { orders, revenue, smallest, aov },
};

/** Whichever summary of the topic answers, the numbers are the same; hours and channels do not stand together. */
export const topicModel: PlainModel = { ...dailyModel, subject: { topic: 'market' } };
export const topicHourModel: PlainModel = { ...hourlyModel, subject: { topic: 'market' } };

export const stockModel: PlainModel = {
  subject: { summary: 'stock_daily' },
  rows: `
  select at, store, item, units, round(weight, 2) as weight, counted_at = max(counted_at) over (partition by at::date) as closing
    from (select counted_at at time zone 'Asia/Kathmandu' as at, * from raw.stock) as counted`,
  weekStart: 'sunday',
  grains: ['day', 'week', 'month', 'quarter', 'year'],
  kept: 'day',
  dimensions: {
    store: { type: 'text', values: [...stores, 'west'] },
    item: { type: 'text', values: [...items, 'kiwi', null] },
  },
  measures: {
    counts: { kind: 'sum', sql: 'count(*)' },
    units: { kind: 'last', sql: 'sum(units) filter (where closing and in_last_day)' },
    weight: { kind: 'last', sql: 'sum(weight) filter (where closing and in_last_day)' },
    most: { kind: 'extreme', sql: 'max(units)' },
    mean_units: { kind: 'quotient', sql: 'sum(units)::numeric / nullif(count(units), 0)' },
  },
  completeTo: null,
  span: { from: '2023-11-20', to: '2024-07-05' },
};
