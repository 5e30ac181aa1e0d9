import { type RawBuilder, sql } from 'kysely';
import { knownType } from '#lib/compile/bind.ts';

/**
 * A type of a stored column as Redshift has it. `text` would be cut to 256 bytes there, `numeric` be a whole number of 18
 * digits, and more than 38 digits there are none.
 */
export function redshiftTypeName(type: string): string {
  if (type === 'text' || type === 'jsonb') return 'varchar(65535)';
  if (type === 'uuid') return 'varchar(36)';
  if (type === 'numeric') return 'numeric(38,10)';
  const numeric = /^numeric\((\d{1,3}),(\d{1,3})\)$/.exec(type);
  if (numeric) return `numeric(${Math.min(Number(numeric[1]), 38)},${Math.min(Number(numeric[2]), 37)})`;
  return knownType(type);
}

/** The same as a piece of a statement. */
export function redshiftType(type: string): RawBuilder<unknown> {
  return sql.raw(redshiftTypeName(type));
}
