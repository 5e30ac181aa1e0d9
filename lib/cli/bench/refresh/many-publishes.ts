import { sql } from 'kysely';
import type { Figure } from '#lib/cli/bench/table.ts';
import { relationAt, rowsOfGeneration } from '#lib/compile/read.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import type { BenchWarehouse } from './bench-warehouse.ts';
import { factsRegistry, newestDays } from './facts.ts';
import { readTiles } from './page.ts';
import { median, quantile } from './quantile.ts';

const rounds = 60;

/** Pages over a summary that was published many times, beside a plain table of its current rows, in turns. */
export async function manyPublishes(
  warehouse: BenchWarehouse,
  table: string,
  publishes: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  const { pool } = warehouse;
  const registry = factsRegistry(table, `${table}_often`);
  const summary = `${table}_often`;
  await warehouse.refresh(registry);
  const range = newestDays(3);
  const held: number[] = [];
  for (let publish = 1; publish <= publishes; publish++) {
    await pool.query(
      `update raw.${table} set amount = amount + 1 where at >= $1 and mod(cast(amount as int), 10) = $2`,
      [`${range.from} 00:00Z`, publish % 10],
    );
    held.push(...(await warehouse.refresh(registry, { mode: 'all', range })).publishes);
    if (publish % 250 === 0) say(`${publish} publishes`);
  }
  const { epoch } = await latestEpoch(pool, 'summa');
  const generation = (await generationsAt(pool, 'summa', epoch)).get(summary);
  if (!generation) throw new Error(`${summary} was never built.`);
  const rows = rowsOfGeneration(generation);
  await pool.query(
    `create table raw.current_rows as select day, country, product, facts, amount from summa."${rows.current}"`,
  );
  await pool.query('create index on raw.current_rows (day)');
  await pool.query('vacuum analyze raw.current_rows');
  const { rows: closed } = await pool.query<{ n: string }>(`select count(*)::text as n from summa."${rows.closed}"`);
  const figures: Figure[] = [];
  for (const days of [30, 365]) {
    const from = newestDays(days).from;
    const [plain, ours]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      plain.push(await timed(() => readTiles(pool, sql`raw.current_rows`, from)));
      ours.push(await timed(() => readTiles(pool, relationAt('summa', rows, epoch), from)));
    }
    figures.push(
      { what: `page of ${days} days over a plain table of the current rows`, value: median(plain), unit: 'ms' },
      { what: `  after ${publishes} publishes (${closed[0]?.n} closed rows)`, value: median(ours), unit: 'ms' },
      { what: '  against the plain table', value: median(ours) / median(plain), unit: '×', aim: 1.2 },
    );
  }
  return [
    ...figures,
    { what: 'publish, median', value: median(held), unit: 'ms' },
    { what: 'publish, 99 of 100', value: quantile(held, 0.99), unit: 'ms' },
  ];
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
