import type { RawBuilder } from 'kysely';
import type pg from 'pg';
import { compile } from '#lib/compile/bind.ts';
import type { Cell } from './tile-result.ts';

/** Runs a read and answers its rows, each a list of cells in the order of the select. */
export async function readRows(pool: pg.Pool, query: RawBuilder<unknown>): Promise<Cell[][]> {
  const { sql, parameters } = compile(query);
  const { rows } = await pool.query<unknown[]>({ text: sql, values: [...parameters], rowMode: 'array' });
  return rows.map((row) => row.map(toCell));
}

/** int8, numeric and times come as text from the pool's parsers; what JSON cannot hold becomes text. */
function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return JSON.stringify(value);
}
