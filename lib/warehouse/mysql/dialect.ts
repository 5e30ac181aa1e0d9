import { MysqlQueryCompiler, sql } from 'kysely';
import { compiledBy } from '#lib/compile/bind.ts';
import { compileOnly } from '#lib/definition/compile-only.ts';
import type { Dialect, Piece } from '../dialect.ts';
import { inList } from '../in-list.ts';
import { writtenLimit } from '../limit.ts';
import { truncate } from './truncate.ts';
import { value } from './value.ts';

/**
 * MySQL 8 and MariaDB 10.6. Words are grouped and found by the collation of their column, so stored columns must have one
 * that compares bytes and pads nothing: `utf8mb4_0900_bin`, on MariaDB `utf8mb4_nopad_bin`.
 */
export const mysql: Dialect = {
  name: 'mysql',
  value,
  nothing: () => sql`null`,
  limit: writtenLimit,
  isIn: (column, type, texts) => inList(column, texts, (text) => value(type, text)),
  same: (a, b) => sql`${a} <=> ${b}`,
  isNot: (condition) => sql`(${condition}) is not true`,
  // Not the day after: 9999-12-31 has none there.
  throughDay: (column, day) => sql`${column} <= timestamp(${value('date', day)}, '23:59:59.999999')`,
  contains: (text, part) => sql`${placeOf(text, part)} > 0`,
  startsWith: (text, part) => sql`${placeOf(text, part)} = 1`,
  order(expression, type, direction) {
    const comparable = type === 'text' ? sql`cast(${expression} as binary)` : expression;
    return direction === 'descending'
      ? sql`${expression} is null, ${comparable} desc`
      : sql`${expression} is null, ${comparable}`;
  },
  truncate,
  // A quotient has four digits more than its dividend, and 30 at most.
  divide: (dividend, divisor) =>
    sql`cast(${dividend} as decimal(65,26)) / nullif(cast(${divisor} as decimal(65,26)), 0)`,
  text(expression, type) {
    if (type === 'text') return expression;
    if (type === 'boolean') return sql`case when ${expression} then 'true' when not ${expression} then 'false' end`;
    return sql`cast(${expression} as char)`;
  },
  compile: (query) => compiledBy(compiler, query),
};

/** As bytes, because a collation may take two letters for one. A whole letter's bytes are found nowhere within others. */
function placeOf(text: Piece, part: string): Piece {
  return sql`locate(cast(${value('text', part)} as binary), cast(${text} as binary))`;
}

const compiler = compileOnly<unknown>(() => new MysqlQueryCompiler());
