import type { SqlType } from '#lib/definition/sql-type.ts';

const plain: Record<string, SqlType> = {
  text: 'text',
  citext: 'text',
  name: 'text',
  bpchar: 'text',
  boolean: 'boolean',
  smallint: 'smallint',
  integer: 'integer',
  bigint: 'bigint',
  real: 'real',
  'double precision': 'double precision',
  numeric: 'numeric',
  date: 'date',
  uuid: 'uuid',
  jsonb: 'jsonb',
};

/** The type a source declares for a column of the warehouse, or null for one that summaries cannot read. */
export function declaredType(written: string): SqlType | null {
  if (Object.hasOwn(plain, written)) return plain[written] ?? null;
  if (/^(character varying|character)(\(\d+\))?$/.test(written)) return 'text';
  const numeric = /^numeric\((\d+),(\d+)\)$/.exec(written);
  if (numeric) return `numeric(${Number(numeric[1])},${Number(numeric[2])})`;
  if (/^timestamp(\(\d\))? with time zone$/.test(written)) return 'timestamptz';
  if (/^timestamp(\(\d\))? without time zone$/.test(written)) return 'timestamp';
  return null;
}
