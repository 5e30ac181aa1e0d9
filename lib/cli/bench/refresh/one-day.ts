import type { Figure } from '#lib/cli/bench/table.ts';
import type { BenchWarehouse } from './bench-warehouse.ts';
import { factsRegistry, newestDays } from './facts.ts';
import { median } from './quantile.ts';

const rounds = 9;

/** A refresh of one changed day on a small and a ten times larger table, in turns: it must not grow with the history. */
export async function oneDay(warehouse: BenchWarehouse, small: string, large: string): Promise<Figure[]> {
  const tables = [small, large];
  const seconds = new Map<string, number[]>(tables.map((table) => [table, []]));
  const publishes: number[] = [];
  const range = newestDays(1);
  for (const table of tables) await warehouse.refresh(factsRegistry(table, `${table}_daily`));
  for (let round = 0; round < rounds; round++) {
    for (const table of tables) {
      await warehouse.pool.query(`update raw.${table} set amount = amount + 1 where at >= $1 and at < $2`, [
        `${range.from} 00:00Z`,
        `${range.to} 00:00Z`,
      ]);
      const run = await warehouse.refresh(factsRegistry(table, `${table}_daily`), { mode: 'all', range });
      seconds.get(table)?.push(run.seconds);
      publishes.push(...run.publishes);
    }
  }
  const [few, many] = tables.map((table) => median(seconds.get(table) ?? [])) as [number, number];
  return [
    { what: 'one day of the small table', value: few * 1000, unit: 'ms' },
    { what: 'one day of the large table', value: many * 1000, unit: 'ms' },
    { what: '  large against small', value: many / few, unit: '×', aim: 1.2 },
    { what: 'a publish of one day (500 rows replaced) holds the counter', value: median(publishes), unit: 'ms' },
  ];
}
