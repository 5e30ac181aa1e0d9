import pg from 'pg';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { Compiled } from '#lib/warehouse/dialect.ts';
import type { Cell } from '../result.ts';
import { cancelStatement } from './cancel.ts';
import { mostBytes } from './limits.ts';

/** A cancelled statement ends at once; a connection that does not say so by then is closed. */
const longestCancelMs = 3_000;

/**
 * Runs one statement and answers its rows, each a list of cells in the order of the select. When `signal` aborts, or the
 * rows are more text than one answer may be, the server is told to stop. The promise settles when it has, so that what
 * comes next finds it free.
 */
export async function runStatement(
  pool: pg.Pool,
  { sql, parameters }: Compiled,
  signal?: AbortSignal,
  most: number = mostBytes,
): Promise<Cell[][]> {
  const client = await pool.connect();
  let stopped: { reason: unknown } | null = null;
  let timer: NodeJS.Timeout | undefined;
  let released = false;
  const release = (close: boolean) => {
    if (!released) client.release(close);
    released = true;
  };
  const stop = (reason: unknown) => {
    if (stopped) return;
    stopped = { reason };
    cancelStatement(client);
    timer = setTimeout(() => release(true), longestCancelMs);
  };
  const left = () => stop(signal?.reason);
  signal?.addEventListener('abort', left, { once: true });
  try {
    signal?.throwIfAborted();
    const rows = await readRows(client, { sql, parameters }, most, () => stop(tooLarge(most)));
    if (stopped) throw new Error('The statement ended before it could be cancelled.');
    release(false);
    return rows;
  } catch (error) {
    // A cancel may still be on its way, and would stop whatever came next on this connection.
    release(true);
    throw stopped ? (stopped as { reason: unknown }).reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', left);
  }
}

/** Reads the rows as they come, and calls `over` when they are too much. */
function readRows(
  client: pg.PoolClient,
  { sql, parameters }: Compiled,
  most: number,
  over: () => void,
): Promise<Cell[][]> {
  return new Promise((resolve, reject) => {
    const rows: Cell[][] = [];
    let bytes = 0;
    const config: pg.QueryArrayConfig = { text: sql, values: [...parameters], rowMode: 'array' };
    const query = client.query(new pg.Query(config));
    query.on('row', (row: unknown) => {
      if (bytes > most || !Array.isArray(row)) return;
      const cells = row.map(toCell);
      bytes += cells.reduce((sum: number, cell) => sum + (typeof cell === 'string' ? cell.length : 8), 0);
      if (bytes > most) over();
      else rows.push(cells);
    });
    query.on('end', () => resolve(rows));
    query.on('error', reject);
  });
}

/** int8, numeric and times come as text from the pool's parsers; what JSON cannot hold becomes text. */
function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return JSON.stringify(value);
}

function tooLarge(most: number): PersonError {
  return new PersonError({ message: message('problem.tooLarge', { megabytes: Math.round(most / 1024 / 1024) }) });
}
