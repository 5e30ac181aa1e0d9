import { sql } from 'kysely';
import type { Piece } from './dialect.ts';

/**
 * `column in (…)` for databases without arrays. The last value is repeated until there are 1, 2, 4, 8 … of them, so that a
 * list of up to a thousand values has eleven texts and not a thousand.
 */
export function inList(column: Piece, texts: readonly string[], value: (text: string) => Piece): Piece {
  const last = texts.at(-1);
  if (last === undefined) return sql`false`;
  const length = 2 ** Math.ceil(Math.log2(texts.length));
  const padded = [...texts, ...Array<string>(length - texts.length).fill(last)];
  return sql`${column} in (${sql.join(padded.map(value))})`;
}
