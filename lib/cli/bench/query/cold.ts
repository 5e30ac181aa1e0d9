import pg from 'pg';
import type { Figure } from '#lib/cli/bench/table.ts';
import type { ReadWarehouse } from '#lib/query/read-warehouse.ts';
import { median } from '../refresh/quantile.ts';
import type { DashboardAction } from './action.ts';
import type { Size } from './definitions.ts';
import { lastDay } from './facts.ts';
import { type PlainStatement, plainStatements } from './plain-page.ts';

/** Connections of the pool of pages, and so of what it is compared with. */
const parallel = 10;

/**
 * A page nobody asked before: its action from sending to the last tile, beside the same statements over a plain table of
 * the current rows, sent by the bare driver over as many connections. Each round asks other days, so nothing is kept.
 */
export async function coldPage(
  warehouse: ReadWarehouse,
  url: string,
  action: DashboardAction,
  size: Size,
  rounds: number,
): Promise<{ page: number; plain: number; alone: number; figures: Figure[] }> {
  const pool = new pg.Pool({ connectionString: url, max: parallel, min: parallel, idleTimeoutMillis: 0 });
  pool.on('error', () => {});
  try {
    await Promise.all(Array.from({ length: parallel }, () => pool.query('select pg_sleep(0.05)')));
    const pages: number[] = [];
    const plains: number[] = [];
    const alone: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const period = `${daysBefore(360 - round)}..${lastDay}`;
      const statements = await plainStatements(warehouse, size, period);
      const plain = async () => plains.push(await timed(() => Promise.all(statements.map((each) => run(pool, each)))));
      const page = async () =>
        pages.push((await action({ dashboard: `bench-${size}`, filters: { period } })).milliseconds);
      // Each is first in every other round.
      for (const each of round % 2 === 0 ? [plain, page] : [page, plain]) await each();
      alone.push(await timed(() => oneByOne(pool, statements)));
    }
    // The first round warms up.
    const [page, plain, single] = [pages, plains, alone].map((times) => median(times.slice(1))) as [
      number,
      number,
      number,
    ];
    const figures: Figure[] = [
      { what: `twelve tiles of ${size}, cold: SQL one after another`, value: single, unit: 'ms' },
      { what: '  the same statements over a plain table, bare driver', value: plain, unit: 'ms' },
      { what: '  page, from action sent to last tile', value: page, unit: 'ms' },
      { what: '  page against plain', value: page / plain, unit: '×', aim: 1.15 },
    ];
    return { page, plain, alone: single, figures };
  } finally {
    await pool.end();
  }
}

async function oneByOne(pool: pg.Pool, statements: readonly PlainStatement[]): Promise<void> {
  for (const each of statements) await run(pool, each);
}

const run = (pool: pg.Pool, { text, values }: PlainStatement) => pool.query({ text, values, rowMode: 'array' });

async function timed(task: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await task();
  return performance.now() - began;
}

/** The day so many days before the last one. */
export function daysBefore(days: number): string {
  return new Date(Date.parse(lastDay) - days * 86_400_000).toISOString().slice(0, 10);
}
