import type pg from 'pg';
import type { Size } from './definitions.ts';

/** Days of facts of each table, the newest the same. */
const days: Record<Size, number> = { small: 400, large: 4_000 };

/** The newest day of every table. */
export const lastDay = '2026-06-30';

/** Makes a table of 1,000 facts a day, two for each country and product, with the index a raw table has. Times are in UTC. */
export async function makeFacts(pool: pg.Pool, size: Size): Promise<void> {
  await pool.query('create schema if not exists raw');
  await pool.query(
    `create table raw.${size} as
     select d + (g * 86400) * interval '1 millisecond' as at,
            'country ' || g % 20 as country,
            'product ' || (g / 20) % 25 as product,
            cast((g * 37 % 10000 + extract(doy from d)) / 100.0 as numeric(12,2)) as amount,
            cast((g * 17 % 5000) / 100.0 as numeric(12,2)) as cost,
            cast(g * 31 % 700 as bigint) as customer
       from generate_series(timestamptz '${lastDay} 00:00Z' - ${days[size] - 1} * interval '1 day',
                            timestamptz '${lastDay} 00:00Z', interval '1 day') d,
            generate_series(0, 999) g`,
  );
  await pool.query(`create index on raw.${size} (at)`);
  await pool.query(`vacuum analyze raw.${size}`);
}
