import { sql } from 'kysely';
import { compile } from '#lib/compile/bind.ts';
import type { Dialect, Piece } from '../dialect.ts';
import { inList } from '../in-list.ts';
import { writtenLimit } from '../limit.ts';
import { truncate } from '../postgres/truncate.ts';
import { redshiftType } from './types.ts';

/**
 * Redshift: PostgreSQL's grammar without arrays, `is distinct from` and collations. Its texts compare by their bytes, which
 * is by code point; blanks at a text's end do not count.
 */
export const redshift: Dialect = {
  name: 'redshift',
  value,
  nothing: (type) => sql`null::${redshiftType(type)}`,
  limit: writtenLimit,
  isIn: (column, type, texts) => inList(column, texts, (text) => value(type, text)),
  same: (a, b) => sql`(${a} = ${b} or (${a} is null and ${b} is null))`,
  isNot: (condition) => sql`case when ${condition} then false else true end`,
  throughDay: (column, day) => sql`${column} < ${value('date', day)} + 1`,
  contains: (text, part) => sql`strpos(${text}, ${value('text', part)}) > 0`,
  startsWith: (text, part) => sql`strpos(${text}, ${value('text', part)}) = 1`,
  order: (expression, _type, direction) =>
    direction === 'descending' ? sql`${expression} desc nulls last` : sql`${expression} nulls last`,
  truncate,
  // Its exact division keeps as few as four digits of long numbers; its floats have 15, from which the shown ones follow.
  divide: (dividend, divisor) => sql`${dividend}::double precision / nullif(${divisor}::double precision, 0)`,
  text(expression, type) {
    if (type === 'text') return expression;
    // A boolean cannot be cast to text there.
    if (type === 'boolean') return sql`case when ${expression} then 'true' when not ${expression} then 'false' end`;
    return sql`${expression}::${redshiftType('text')}`;
  },
  compile,
};

function value(type: string, text: string): Piece {
  return sql`${text}::${redshiftType(type)}`;
}
