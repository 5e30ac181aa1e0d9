import { sql } from 'kysely';
import { compile, sqlType, value, values } from '#lib/compile/bind.ts';
import type { Dialect } from '../dialect.ts';
import { truncate } from './truncate.ts';

/** PostgreSQL, in which lists are arrays: a statement has the same text for one value and for a thousand. */
export const postgres: Dialect = {
  name: 'postgresql',
  value,
  nothing: (type) => sql`null::${sqlType(type)}`,
  limit: (rows) => sql`limit ${value('bigint', String(rows))}`,
  isIn: (column, type, texts) => sql`${column} = any(${values(type, texts)})`,
  same: (a, b) => sql`${a} is not distinct from ${b}`,
  isNot: (condition) => sql`(${condition}) is not true`,
  throughDay: (column, day) => sql`${column} < ${value('date', day)} + 1`,
  contains: (text, part) => sql`strpos(${text}, ${value('text', part)}) > 0`,
  startsWith: (text, part) => sql`strpos(${text}, ${value('text', part)}) = 1`,
  order(expression, type, direction) {
    const comparable = type === 'text' ? sql`${expression} collate "C"` : expression;
    return direction === 'descending' ? sql`${comparable} desc nulls last` : sql`${comparable} nulls last`;
  },
  truncate,
  divide: (dividend, divisor) => sql`${dividend}::numeric / nullif(${divisor}::numeric, 0)`,
  text: (expression) => sql`${expression}::text`,
  compile,
};
