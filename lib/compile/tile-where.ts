import { type RawBuilder, sql } from 'kysely';
import type { Days } from '#lib/definition/date-range.ts';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import { type Scope, scopeConditions } from './scope.ts';
import type { StoredColumn, StoredRelation } from './stored.ts';
import { fitting } from './tile-values.ts';

/** Values of a dimension that rows must have; null asks for the rows without a value. */
export type Choice = { label: string; column: string; values: readonly (string | null)[] };

/** What limits the rows of one relation. */
export type Limits = { scope: Scope; choices: readonly Choice[]; time: StoredColumn | null; days: Days | null };

/** `where …`, or nothing. The statement's text depends on which filters are set, never on their values. */
export function where(
  relation: StoredRelation,
  { scope, choices, time, days }: Limits,
  dialect: Dialect = postgres,
): RawBuilder<unknown> {
  const conditions = scopeConditions(relation, scope, dialect);
  if (time && days) conditions.push(...within(time, days, dialect));
  for (const choice of choices) {
    const column = relation.columns.find((each) => each.name === choice.column && each.role !== 'measure');
    if (column) conditions.push(chosen(column, choice.values, dialect));
  }
  return conditions.length === 0 ? sql`` : sql`\n  where ${sql.join(conditions, sql`\n    and `)}`;
}

function within(time: StoredColumn, days: Days, dialect: Dialect): RawBuilder<unknown>[] {
  const column = sql.id(time.name);
  return [sql`${column} >= ${dialect.value('date', days.from)}`, dialect.throughDay(column, days.to)];
}

function chosen(column: StoredColumn, wanted: readonly (string | null)[], dialect: Dialect): RawBuilder<unknown> {
  const name = sql.id(column.name);
  const texts = fitting(
    column.sqlType,
    wanted.filter((each) => each !== null),
  );
  const orNull = dialect.value('boolean', String(wanted.includes(null)));
  return sql`(${dialect.isIn(name, column.sqlType, texts)} or (${name} is null and ${orNull}))`;
}
