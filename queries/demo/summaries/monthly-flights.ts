import { conserves } from '#lib/definition/checks.ts';
import { max, min, ratio, sum } from '#lib/definition/columns.ts';
import { month, text } from '#lib/definition/grain.ts';
import { defineSummary, rowsOf } from '#lib/definition/summary.ts';
import { dailyFlights } from './daily-flights.ts';

export const monthlyFlights = defineSummary({
  name: 'monthly_flights',
  topic: 'flights',
  description: 'Flights, delays and miles per month and origin airport: the daily rows added up.',
  from: rowsOf(dailyFlights),
  grain: { month: month('day'), origin: text() },
  columns: {
    flights: sum('flights', { label: 'Flights' }),
    delay: sum('delay', { label: 'Total delay', unit: 'minutes' }),
    average_delay: ratio('delay', 'flights', { label: 'Average delay', unit: 'minutes', scale: 1 }),
    worst_delay: max('worst_delay', { label: 'Worst delay', unit: 'minutes' }),
    best_delay: min('best_delay', { label: 'Earliest departure against schedule', unit: 'minutes' }),
    late: sum('late', { label: 'Late flights' }),
    late_share: ratio('late', 'flights', { label: 'Late flights, share', unit: 'percent', scale: 1 }),
    miles: sum('miles', { label: 'Miles flown', unit: 'miles' }),
  },
  refresh: { by: 'month' },
  zone: 'America/New_York',
  checks: [conserves('flights')],
});
