import { columnsAndValues } from '../columns-and-values.ts';
import type { EngineDialect } from '../engine-dialect.ts';

/** PostgreSQL, in which a list is one array however long it is. */
export const postgresEngine: EngineDialect = {
  name: 'postgresql',
  now: 'now()',
  clock: 'clock_timestamp()',
  snapshot: () => 'transaction_timestamp()::text as at, pg_current_snapshot()::text as snapshot',
  forEver: 'infinity',
  byBytes: ' collate "C"',
  returning: (columns) => ` returning ${columns}`,
  holdRow: (table, condition) => `select 1 from ${table} where ${condition} for share`,
  numberedRow: (row) => ({ ...columnsAndValues(row), id: null }),
  rowNumber: () => ({ column: '', value: '' }),
  forUpdate: ' for update',
  ifNew: ' on conflict do nothing',
  takesParameters: true,
  lockTimeouts: true,
  stageTable: 'unlogged table',
  columnType: (sqlType) => sqlType,
  listed: (day, group) => ({ value: `string_agg(${day}::text, ',' order by ${day})`, tail: `group by ${group}` }),
  newestPublish: (table, epoch) =>
    `cross join lateral (
         select * from ${table} p
          where p.summary = g.summary${epoch ? ` and p.epoch ${epoch}` : ''}
          order by p.epoch desc limit 1
       ) p`,
  asText: (expression) => `${expression}::text`,
  isInfinite: (column) => `${column} in ('infinity', '-infinity')`,
  isOneOf: (column, type, values, first) => ({ text: `${column} = any($${first}::${type}[])`, values: [values] }),
  rows(name, columns, first) {
    const arrays = Object.values(columns).map(({ type }, index) => `$${first + index}::${type}[]`);
    return {
      text: `unnest(${arrays.join(', ')}) as ${name} (${Object.keys(columns).join(', ')})`,
      values: Object.values(columns).map(({ values }) => values),
    };
  },
};
