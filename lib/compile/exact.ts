import { sql } from 'kysely';
import { rowType } from './row-type.ts';
import type { Sql } from './statement.ts';

type Types = Readonly<Record<string, string>>;

/** A column of the un-aggregated rows. */
export const ref = (column: string): Sql => sql`r.${sql.ref(column)}`;

/** Digits after the point that a column's type fixes; null where it fixes none. */
export function exactScale(column: string, rowTypes: Types): number | null {
  const { scale } = rowType(rowTypes[column] ?? '');
  return scale === null ? null : Math.max(0, scale);
}

/** A value as an exact decimal of so many digits, before it is added: a float sum would depend on the order of rows. */
export function exactValue(column: string, rowTypes: Types, scale: number): Sql {
  const type = rowType(rowTypes[column] ?? '');
  const exact = type.scale !== null && type.scale <= scale;
  return exact ? ref(column) : sql`cast(${ref(column)} as numeric(38,${sql.lit(scale)}))`;
}
