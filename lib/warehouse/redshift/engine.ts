import { columnsAndValues } from '../columns-and-values.ts';
import type { EngineDialect } from '../engine-dialect.ts';
import { inSchema } from '../name.ts';
import { timeNumber } from './time-number.ts';
import { redshiftTypeName as columnType } from './types.ts';

/**
 * Redshift. Its TEXT is VARCHAR(256), so texts are declared as long as they may be, in bytes. It locks tables, not rows, and
 * has neither arrays nor infinite times.
 */
export const redshiftEngine: EngineDialect = {
  name: 'redshift',
  now: 'getdate()',
  clock: 'getdate()',
  snapshot: (schema) =>
    `cast(getdate() as timestamptz)::text as at, coalesce(max(id), 0)::text as "snapshot" from ${inSchema(schema, '_change')}`,
  forEver: '9999-12-31 00:00:00+00',
  byBytes: '',
  returning: () => '',
  holdRow: (table, condition, column) => `update ${table} set ${column} = ${column} where ${condition}`,
  numberedRow(row, at = 'at') {
    const id = timeNumber();
    const { text, values } = columnsAndValues({ id, ...row }, { [at]: 'getdate()' });
    return { text, values, id };
  },
  // Below zero, so that they meet none of the rows a generation began with, which are numbered from 1.
  rowNumber: (epoch) => ({
    column: ', _id',
    value: `, -(cast(${epoch} as bigint) * 1000000000 + row_number() over (order by _side))`,
  }),
  forUpdate: '',
  ifNew: '',
  takesParameters: false,
  lockTimeouts: false,
  stageTable: 'table',
  columnType,
  listed: (day, group) => ({ value: `${day}::text`, tail: `order by ${group}, ${day}` }),
  newestPublish: (table, epoch) =>
    `join (select summary, max(epoch) as epoch from ${table}${epoch ? ` where epoch ${epoch}` : ''} group by summary) newest
         on newest.summary = g.summary
       join ${table} p on p.summary = newest.summary and p.epoch = newest.epoch`,
  asText(expression, sqlType) {
    // A boolean cannot be cast to text there.
    if (sqlType === 'boolean') return `case when ${expression} then 'true' when not ${expression} then 'false' end`;
    return `cast(${expression} as ${columnType('text')})`;
  },
  isInfinite: (column) => `${column} >= '9999-12-31'`,
  isOneOf(column, type, values, first) {
    if (values.length === 0) return { text: 'false', values: [] };
    const each = values.map((_, index) => `cast($${first + index} as ${columnType(type)})`);
    return { text: `${column} in (${each.join(', ')})`, values: [...values] };
  },
  rows(name, columns, first) {
    const all = Object.entries(columns);
    const rows = Math.max(...all.map(([, { values }]) => values.length));
    if (rows === 0) {
      const nothing = all.map(([column, { type }]) => `cast(null as ${columnType(type)}) as ${column}`);
      return { text: `(select ${nothing.join(', ')} where false) as ${name}`, values: [] };
    }
    const values: unknown[] = [];
    const selects = Array.from({ length: rows }, (_, row) => {
      const cells = all.map(([column, { type, values: own }]) => {
        values.push(own[row] ?? null);
        return `cast($${first + values.length - 1} as ${columnType(type)}) as ${column}`;
      });
      return `select ${cells.join(', ')}`;
    });
    return { text: `(${selects.join(' union all ')}) as ${name}`, values };
  },
};
