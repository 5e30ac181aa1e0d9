import { sql } from 'kysely';
import { conserves, notNull } from '#lib/definition/checks.ts';
import { count, distinct, max, min, ratio, sum } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { flights } from '../sources/flights.ts';

/** A flight is late from 15 minutes on, as the Bureau of Transportation Statistics counts. */
export const dailyFlights = defineSummary({
  name: 'daily_flights',
  topic: 'flights',
  description: 'Flights, delays and miles per day and origin airport.',
  from: rowsFrom([flights], (db) =>
    db
      .selectFrom('flights.flights as f')
      .select([
        'f.departed_at',
        'f.origin',
        'f.destination',
        'f.delay',
        'f.distance',
        sql<number>`case when f.delay >= 15 then 1 else 0 end`.as('late'),
      ]),
  ),
  grain: { day: date('departed_at'), origin: text() },
  columns: {
    flights: count({ label: 'Flights' }),
    delay: sum('delay', { label: 'Total delay', unit: 'minutes' }),
    average_delay: ratio('delay', 'flights', { label: 'Average delay', unit: 'minutes', scale: 1 }),
    worst_delay: max('delay', { label: 'Worst delay', unit: 'minutes' }),
    best_delay: min('delay', { label: 'Earliest departure against schedule', unit: 'minutes' }),
    late: sum('late', { label: 'Late flights', description: 'Flights 15 minutes or more behind schedule.' }),
    late_share: ratio('late', 'flights', { label: 'Late flights, share', unit: 'percent', scale: 1 }),
    miles: sum('distance', { label: 'Miles flown', unit: 'miles' }),
    destinations: distinct('destination', { label: 'Destinations served' }),
  },
  refresh: { by: 'day', lookBack: 0 },
  zone: 'America/New_York',
  checks: [notNull('origin'), conserves('flights'), conserves('delay')],
});
