import type { Generation, StoredColumn } from '../stored.ts';

const column = (name: string, sqlType: string, more: Partial<StoredColumn> = {}): StoredColumn => ({
  name,
  sqlType,
  role: 'dimension',
  bucket: null,
  additivity: null,
  ...more,
});
const measure = (name: string, sqlType: string, additivity: StoredColumn['additivity']) =>
  column(name, sqlType, { role: 'measure', additivity });

/** Stock by hour and store: a level of which the last counts, hours, and weeks that begin on Sunday. */
export const stockGeneration: Generation = {
  id: '9',
  summary: 'stock',
  fingerprint: 'stock',
  relations: [
    {
      name: 'rows',
      current: '_g9_rows',
      closed: '_g9_rows_closed',
      columns: [
        column('at', 'timestamp', { role: 'time', bucket: 'hour' }),
        column('store', 'text'),
        column('open', 'boolean'),
        measure('counts', 'bigint', 'sum'),
        measure('units', 'bigint', 'last'),
      ],
      key: ['at', 'store', 'open'],
    },
  ],
  ratios: [],
  zone: 'Asia/Kathmandu',
  weekStart: 'sunday',
  partition: { by: 'day', column: 'at' },
  fromEpoch: 1,
  toEpoch: null,
};

/** Its tables in PostgreSQL, with counts of a week in March 2024. */
export const stockTables = `
  create table summa._g9_rows ("at" timestamp, store text, open boolean, counts bigint, units bigint, _from bigint);
  create table summa._g9_rows_closed ("at" timestamp, store text, open boolean, counts bigint, units bigint, _from bigint, _to bigint);
  insert into summa._g9_rows
  select timestamp '2024-03-04 00:00' + make_interval(hours => 5 * n), (array['north', 'South', null])[1 + n % 3], n % 4 > 0, 1, n * n % 17, 0
    from generate_series(0, 40) as n;
  insert into summa._g9_rows_closed values ('2024-03-05 23:00', 'north', true, 1, 99, 0, 1);`;
