import { sql } from 'kysely';
import type { Piece } from '../dialect.ts';

/** A parameter, whose text is one that PostgreSQL reads as the type. A text keeps the collation of what it is compared with. */
export function value(type: string, text: string): Piece {
  if (type === 'text' || type === 'uuid' || type === 'jsonb') return sql`${text}`;
  if (type === 'boolean') return sql`(${text} = 'true')`;
  return sql`cast(${text} as ${castType(type)})`;
}

function castType(type: string): Piece {
  if (/^(smallint|integer|bigint)$/.test(type)) return sql`signed`;
  if (/^(real|double precision)$/.test(type)) return sql`double`;
  if (type === 'date') return sql`date`;
  if (/^timestamp/.test(type)) return sql`datetime(6)`;
  if (type === 'numeric') return sql`decimal(65,30)`;
  const numeric = /^numeric\((\d{1,3}),(\d{1,3})\)$/.exec(type);
  if (numeric) return sql.raw(`decimal(${Math.min(Number(numeric[1]), 65)},${Math.min(Number(numeric[2]), 30)})`);
  throw new Error(`Found a column of type ${type}; expected a type of lib/definition/sql-type.ts.`);
}
