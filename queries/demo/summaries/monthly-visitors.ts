import { count, distinct, ratio } from '#lib/definition/columns.ts';
import { month, text } from '#lib/definition/grain.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { sessions } from '../sources/shop.ts';

/** Visitors of a month cannot be added up from visitors of its days, so this reads the sessions. */
export const monthlyVisitors = defineSummary({
  name: 'monthly_visitors',
  topic: 'audience',
  description: 'Visitors and sessions per month and device.',
  owner: 'Demo',
  from: rowsFrom([sessions], (db) => db.selectFrom('shop.sessions').select(['started_at', 'device', 'visitor_id'])),
  grain: { month: month('started_at'), device: text() },
  columns: {
    sessions: count({ label: 'Sessions' }),
    visitors: distinct('visitor_id', { label: 'Visitors' }),
    sessions_per_visitor: ratio('sessions', 'visitors', { label: 'Sessions per visitor', scale: 2 }),
  },
  refresh: { by: 'month', lookBack: 1, every: '1 hour' },
  zone: 'America/New_York',
});
