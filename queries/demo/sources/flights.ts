import { defineSource } from '#lib/definition/source.ts';

export const flights = defineSource({
  name: 'flights',
  table: 'flights.flights',
  description: 'One row per flight within the United States, January to June 2001. Times are local to the origin.',
  columns: {
    departed_at: 'timestamp',
    delay: 'integer',
    distance: 'integer',
    origin: 'text',
    destination: 'text',
  },
  watermark: 'closed',
});
