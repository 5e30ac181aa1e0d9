import assert from 'node:assert/strict';
import type pg from 'pg';
import type { Compiled } from '../dialect.ts';

/** Rows as the text a database writes. */
export type TextRows = (string | null)[][];

/**
 * How two databases' texts of one value are compared: numbers by their value, quotients by 15 of their digits, or by 28
 * places where they are that small.
 */
export type CellKind = 'text' | 'boolean' | 'number' | 'quotient' | 'moment';

export async function postgresRows(pool: pg.Pool, { sql, parameters }: Compiled): Promise<TextRows> {
  const types = { getTypeParser: () => (text: string) => text };
  const { rows } = await pool.query({ text: sql, values: [...parameters], rowMode: 'array', types });
  return rows;
}

/** Fails with the first cell that differs. */
export function assertSameRows(found: TextRows, expected: TextRows, kinds: readonly CellKind[], what: string): void {
  const written = (rows: TextRows) => rows.map((row) => row.map((cell, at) => plain(cell, kinds[at] ?? 'text')));
  const [a, b] = [written(found), written(expected)];
  for (const [place, row] of b.entries()) {
    for (const [at, cell] of row.entries()) {
      const other = a[place]?.[at];
      if (kinds[at] === 'quotient' && close(other, cell)) a[place]?.splice(at, 1, cell);
    }
  }
  assert.deepEqual(a, b, what);
}

function plain(cell: string | null, kind: CellKind): string | null {
  if (cell === null || kind === 'text' || kind === 'quotient') return cell;
  if (kind === 'boolean') return String(cell === 't' || cell === '1');
  if (kind === 'moment') return cell.replace(/\.0+$/, '');
  const [whole = '', fraction = ''] = cell.split('.');
  const digits = fraction.replace(/0+$/, '');
  return digits === '' ? whole.replace(/^-0$/, '0') : `${whole}.${digits}`;
}

function close(a: string | null | undefined, b: string | null): boolean {
  if (a === null || a === undefined || b === null) return false;
  const [x, y] = [Number(a), Number(b)];
  return Math.abs(x - y) <= Math.max(1e-15 * Math.max(Math.abs(x), Math.abs(y)), 1e-28);
}
