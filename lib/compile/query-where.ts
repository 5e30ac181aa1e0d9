import { type RawBuilder, sql } from 'kysely';
import type { Days } from '#lib/calendar/day.ts';
import { message } from '#lib/i18n/message.ts';
import type { QueryFilter } from '#lib/query/query.ts';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import { type Scope, scopeConditions } from './scope.ts';
import type { StoredColumn, StoredRelation } from './stored.ts';
import { Refusal } from './tile-refusal.ts';
import { fits, fitting } from './tile-values.ts';

/** What limits the rows of one relation. */
export type Limits = { scope: Scope; filters: readonly QueryFilter[]; time: StoredColumn | null; days: Days | null };

/** `where …`, or nothing. The statement's text depends on which filters are set, never on their values. */
export function where(
  relation: StoredRelation,
  limits: Limits,
  dialect: Dialect,
  also: RawBuilder<unknown>[] = [],
): RawBuilder<unknown> {
  const { scope, filters, time, days } = limits;
  const conditions = scopeConditions(relation, scope, dialect);
  if (time && days) conditions.push(...within(time, days, dialect));
  for (const filter of filters) conditions.push(filtered(relation, filter, dialect));
  conditions.push(...also);
  return conditions.length === 0 ? sql`` : sql`\n  where ${sql.join(conditions, sql`\n    and `)}`;
}

function within(time: StoredColumn, days: Days, dialect: Dialect): RawBuilder<unknown>[] {
  const column = sql.id(time.name);
  return [sql`${column} >= ${dialect.value('date', days.from)}`, dialect.throughDay(column, days.to)];
}

function filtered(relation: StoredRelation, filter: QueryFilter, dialect: Dialect): RawBuilder<unknown> {
  const column = relation.columns.find((each) => each.name === filter.column && isDimension(each));
  if (!column) {
    const known = relation.columns.filter(isDimension).map((each) => each.name);
    throw new Refusal(message('refusal.filter', { column: filter.column, known: known.join(', ') }));
  }
  const condition = conditionOf(column, filter, dialect);
  // Unknown counts as not: a filter and its complement add up to all rows.
  return filter.not ? dialect.isNot(condition) : condition;
}

function conditionOf(column: StoredColumn, filter: QueryFilter, dialect: Dialect): RawBuilder<unknown> {
  const name = sql.id(column.name);
  switch (filter.op) {
    case 'in': {
      const texts = fitting(
        column.sqlType,
        filter.values.filter((each) => each !== null),
      );
      const orNull = dialect.value('boolean', String(filter.values.includes(null)));
      return sql`(${dialect.isIn(name, column.sqlType, texts)} or (${name} is null and ${orNull}))`;
    }
    case 'between': {
      if (column.sqlType === 'text' || column.sqlType === 'boolean') {
        throw new Refusal(message('refusal.between', { column: column.name }));
      }
      const ends = [
        ...(filter.from === null ? [] : [sql`${name} >= ${bound(column, filter.from, dialect)}`]),
        ...(filter.to === null ? [] : [sql`${name} <= ${bound(column, filter.to, dialect)}`]),
      ];
      // Without an end every row that has a value is between.
      return ends.length === 0 ? sql`${name} is not null` : sql`(${sql.join(ends, sql` and `)})`;
    }
    case 'contains':
      return dialect.contains(dialect.text(name, column.sqlType), filter.text);
    case 'starts':
      return dialect.startsWith(dialect.text(name, column.sqlType), filter.text);
  }
}

function bound(column: StoredColumn, text: string, dialect: Dialect): RawBuilder<unknown> {
  if (!fits(column.sqlType, text)) {
    throw new Refusal(message('refusal.bound', { column: column.name, text: text.slice(0, 40) }));
  }
  return dialect.value(column.sqlType, text);
}

const isDimension = (column: StoredColumn) => column.role === 'time' || column.role === 'dimension';
