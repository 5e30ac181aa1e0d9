import type pg from 'pg';
import { conserves } from '#lib/definition/checks.ts';
import { count, sum } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineRegistry, type Registry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';

/** Facts of one day; a larger table has more days, not fuller ones. */
export const factsPerDay = 10_000;

/** The newest day of every table of facts. */
const lastDay = '2026-06-30';

/** Makes a table of so many facts up to the last day, with the index a raw table has. Times are in UTC. */
export async function makeFacts(pool: pg.Pool, table: string, facts: number): Promise<void> {
  const days = facts / factsPerDay;
  await pool.query('create schema if not exists raw');
  await pool.query(
    `create table raw.${table} as
     select d + (g * 8640) * interval '1 millisecond' as at,
            'country ' || (g * 7 + extract(doy from d)::int) % 20 as country,
            'product ' || g % 25 as product,
            cast((g * 37 % 10000) / 100.0 as numeric(12,2)) as amount,
            0 as noted
       from generate_series(timestamptz '${lastDay} 00:00Z' - ${days - 1} * interval '1 day', timestamptz '${lastDay} 00:00Z',
                            interval '1 day') d,
            generate_series(0, ${factsPerDay - 1}) g`,
  );
  await pool.query(`create index on raw.${table} (at)`);
  await pool.query(`vacuum analyze raw.${table}`);
}

/** A registry with one daily summary of a table of facts, with or without a check that reads the source. */
export function factsRegistry(table: string, summary: string, checked = false): Registry {
  const source = defineSource({
    name: table,
    table: `raw.${table}`,
    columns: { at: 'timestamptz', country: 'text', product: 'text', amount: 'numeric(12,2)' },
    watermark: { column: 'at', lag: '0 seconds' },
  });
  const daily = defineSummary({
    name: summary,
    description: 'Facts per day, country and product.',
    from: rowsFrom([source], (db) => db.selectFrom(source.table).select(['at', 'country', 'product', 'amount'])),
    grain: { day: date('at'), country: text(), product: text() },
    columns: { facts: count(), amount: sum('amount', { scale: 2 }) },
    refresh: { by: 'day', lookBack: 0 },
    zone: 'UTC',
    checks: checked ? [conserves('amount')] : [],
  });
  return defineRegistry({ summaries: [daily], dashboards: [] });
}

/** Half-open days of the newest `days` days. */
export function newestDays(days: number): { from: string; to: string } {
  const end = Date.parse(lastDay) + 86_400_000;
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: day(end - days * 86_400_000), to: day(end) };
}
