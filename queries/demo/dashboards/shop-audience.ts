import { defineDashboard } from '#lib/definition/dashboard.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { area, bar, line, number, table } from '#lib/definition/tiles.ts';
import { dailyAudience } from '../summaries/daily-audience.ts';
import { dailyExperiment } from '../summaries/daily-experiment.ts';
import { monthlyVisitors } from '../summaries/monthly-visitors.ts';

export const shopAudience = defineDashboard({
  name: 'shop-audience',
  title: 'Shop audience',
  description: 'Who visits the store that does not exist, from where, and what comes of it: synthetic data.',
  attribution: 'Synthetic demo data',
  owner: 'Demo',
  filters: {
    period: dateRange('last 28 days', { label: 'Period' }),
    device: choice(dailyAudience, 'device', { label: 'Device' }),
    source: choice(dailyAudience, 'source', { label: 'Source' }),
    country: choice(dailyAudience, 'country', { label: 'Country' }),
  },
  tiles: [
    number('Visitors', dailyAudience.visitors, { compare: 'previous period' }),
    number('Sessions', dailyAudience.sessions, { compare: 'previous period' }),
    number('Conversion', dailyAudience.conversion, { compare: 'previous period' }),
    number('Average session', dailyAudience.session_length, { compare: 'previous period' }),
    line('Visitors by day', dailyAudience.visitors, { by: 'day', compare: 'previous period', width: 8 }),
    bar('Visitors by device', dailyAudience.visitors, { by: 'device', width: 4 }),
    area('Sessions by day and source', dailyAudience.sessions, { by: 'day', split: 'source', width: 6 }),
    line('Conversion by week and device', dailyAudience.conversion, {
      by: 'day',
      grain: 'week',
      split: 'device',
      width: 6,
    }),
    bar('Visitors by month', monthlyVisitors.visitors, {
      by: 'month',
      width: 6,
      description: 'Each person counted once a month',
    }),
    table(
      'Checkout experiment',
      [dailyExperiment.visitors, dailyExperiment.sessions, dailyExperiment.orders, dailyExperiment.conversion],
      {
        by: ['experiment', 'variant'],
        width: 6,
      },
    ),
    table(
      'Sources',
      [dailyAudience.sessions, dailyAudience.visitors, dailyAudience.conversion, dailyAudience.session_length],
      {
        by: 'source',
        sort: '-sessions',
        totals: 'grand',
        width: 12,
      },
    ),
  ],
});
