import type { Benchmark } from '#lib/cli/bench/benchmark.ts';
import { benchWarehouse } from '#lib/cli/bench/refresh/bench-warehouse.ts';
import { makeFacts } from '#lib/cli/bench/refresh/facts.ts';
import { fullBuild } from '#lib/cli/bench/refresh/full-build.ts';
import { manyPublishes } from '#lib/cli/bench/refresh/many-publishes.ts';
import { oneDay } from '#lib/cli/bench/refresh/one-day.ts';
import { readers } from '#lib/cli/bench/refresh/readers.ts';

const million = 1_000_000;

/** `--small` uses a tenth of the facts and of the publishes: for trying, not for figures. */
export const benchmark: Benchmark = {
  title: 'Refreshes beside what a plain table costs',
  async run({ options, say }) {
    const part = options.includes('--small') ? 0.1 : 1;
    const warehouse = await benchWarehouse();
    try {
      const { pool } = warehouse;
      say('making 5 million facts');
      await makeFacts(pool, 'few', 5 * million * part);
      say('full builds');
      const full = await fullBuild(warehouse, 'few');
      say('making 50 million facts');
      await makeFacts(pool, 'many', 50 * million * part);
      say('refreshes of one day');
      const day = await oneDay(warehouse, 'few', 'many');
      await pool.query('drop table raw.many');
      say('many publishes');
      const often = await manyPublishes(warehouse, 'few', 1_000 * part, say);
      say('readers beside refreshes');
      return [...full, ...day, ...often, ...(await readers(warehouse, 'few'))];
    } finally {
      await warehouse.close();
    }
  },
};
