import { sql } from 'kysely';
import { conserves } from '#lib/definition/checks.ts';
import { count, distinct, ratio, sum } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { sessions } from '../sources/shop.ts';

export const dailyAudience = defineSummary({
  name: 'daily_audience',
  topic: 'audience',
  description: 'Sessions, visitors and conversion per day, source, device and country.',
  owner: 'Demo',
  from: rowsFrom([sessions], (db) =>
    db
      .selectFrom('shop.sessions as s')
      .select([
        's.started_at',
        's.source',
        's.device',
        's.country',
        's.visitor_id',
        's.order_id',
        sql<string>`round(extract(epoch from s.ended_at - s.started_at)::numeric / 60, 2)`.as('minutes'),
      ]),
  ),
  grain: { day: date('started_at'), source: text(), device: text(), country: text() },
  columns: {
    sessions: count({ label: 'Sessions' }),
    orders: count('order_id', { label: 'Sessions with an order' }),
    conversion: ratio('orders', 'sessions', { label: 'Conversion', unit: 'percent', scale: 2 }),
    minutes: sum('minutes', { label: 'Time on site', unit: 'minutes', scale: 2 }),
    session_length: ratio('minutes', 'sessions', { label: 'Average session', unit: 'minutes', scale: 1 }),
    visitors: distinct('visitor_id', { label: 'Visitors' }),
  },
  refresh: { by: 'day', lookBack: 3, every: '5 minutes' },
  zone: 'America/New_York',
  checks: [conserves('sessions')],
});
