import { type RawBuilder, sql } from 'kysely';
import { message } from '#lib/i18n/message.ts';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import type { StoredRelation } from './stored.ts';
import { Refusal } from './tile-refusal.ts';
import { fitting } from './tile-values.ts';

/** The rows of a summary that a viewer may read: all, or those with one of these values in every one of these columns. */
export type Scope = 'everything' | readonly { readonly column: string; readonly values: readonly string[] }[];

/** The scope as conditions. A column that this generation does not have hides the whole summary rather than nothing. */
export function scopeConditions(
  relation: StoredRelation,
  scope: Scope,
  dialect: Dialect = postgres,
): RawBuilder<unknown>[] {
  if (scope === 'everything') return [];
  return scope.map((limit) => {
    const column = relation.columns.find((each) => each.name === limit.column);
    if (!column) {
      throw new Refusal(message('refusal.column', { column: limit.column }));
    }
    return dialect.isIn(sql.id(column.name), column.sqlType, fitting(column.sqlType, limit.values));
  });
}

/** The same scope always has the same key, whatever the order of its values. */
export function scopeKey(scope: Scope): string {
  if (scope === 'everything') return 'everything';
  return JSON.stringify(
    scope
      .map(({ column, values: allowed }) => [column, [...allowed].sort()])
      .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
  );
}
