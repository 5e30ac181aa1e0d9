import { sql } from 'kysely';
import type { Piece } from './dialect.ts';

/** `limit 100`, for databases where it must be a number as written. It comes from a definition or is Summa's own. */
export function writtenLimit(rows: number): Piece {
  if (!Number.isSafeInteger(rows) || rows < 0) throw new Error(`Found a limit of ${rows} rows; expected 0 or more.`);
  return sql`limit ${sql.raw(String(rows))}`;
}
