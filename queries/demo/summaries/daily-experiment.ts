import { count, distinct, ratio } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { experimentAssignments, sessions } from '../sources/shop.ts';

export const dailyExperiment = defineSummary({
  name: 'daily_experiment',
  topic: 'experiment',
  description: 'Sessions of visitors in an experiment, from the moment each was assigned, per day and variant.',
  owner: 'Demo',
  from: rowsFrom([sessions, experimentAssignments], (db) =>
    db
      .selectFrom('shop.sessions as s')
      .innerJoin('shop.experiment_assignments as a', 'a.visitor_id', 's.visitor_id')
      .whereRef('s.started_at', '>=', 'a.assigned_at')
      .select(['s.started_at', 's.visitor_id', 's.order_id', 'a.experiment', 'a.variant']),
  ),
  grain: { day: date('started_at'), experiment: text(), variant: text() },
  columns: {
    sessions: count({ label: 'Sessions' }),
    orders: count('order_id', { label: 'Sessions with an order' }),
    conversion: ratio('orders', 'sessions', { label: 'Conversion', unit: 'percent', scale: 2 }),
    visitors: distinct('visitor_id', { label: 'Visitors' }),
  },
  refresh: { by: 'day', lookBack: 3, every: '15 minutes' },
  zone: 'America/New_York',
});
