import { defineDashboard } from '#lib/definition/dashboard.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { area, bar, line, number, table } from '#lib/definition/tiles.ts';
import { dailyFlights } from '../summaries/daily-flights.ts';
import { monthlyFlights } from '../summaries/monthly-flights.ts';

export const usFlights = defineDashboard({
  name: 'us-flights',
  title: 'US flights, January to June 2001',
  description: 'Three million flights within the United States: how many, from where, how late.',
  attribution: 'Data: US Bureau of Transportation Statistics',
  filters: {
    period: dateRange('2001-01-01..2001-06-30', { label: 'Day of departure' }),
    origin: choice(dailyFlights, 'origin', { label: 'Origin' }),
  },
  tiles: [
    number('Flights', dailyFlights.flights),
    number('Average delay', dailyFlights.average_delay),
    number('Late flights', dailyFlights.late_share, { description: '15 minutes or more behind schedule' }),
    number('Destinations served', dailyFlights.destinations),
    line('Flights by day', dailyFlights.flights, { by: 'day', width: 8 }),
    bar('Busiest origins', dailyFlights.flights, { by: 'origin', limit: 12, width: 4 }),
    line('Average delay by week', dailyFlights.average_delay, { by: 'day', grain: 'week', width: 6 }),
    area('Late flights by day', dailyFlights.late, { by: 'day', width: 6 }),
    bar('Flights by month', monthlyFlights.flights, { by: 'month', width: 4 }),
    table(
      'Origins',
      [
        dailyFlights.flights,
        dailyFlights.average_delay,
        dailyFlights.late_share,
        dailyFlights.worst_delay,
        dailyFlights.destinations,
      ],
      {
        by: 'origin',
        sort: '-flights',
        width: 8,
      },
    ),
  ],
});
