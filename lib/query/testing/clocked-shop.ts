import type pg from 'pg';
import { count, distinct, last, max, ratio, sum } from '#lib/definition/columns.ts';
import { date, hour, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { random } from '#lib/refresh/testing/random.ts';

/** Sales and stock at times when clocks were changed, with days and hours in which nothing happened. */
const sales = defineSource({
  name: 'sales',
  table: 'raw.sales',
  columns: { at: 'timestamptz', shop: 'text null', amount: 'numeric(12,2)', customer: 'bigint null' },
  watermark: { column: 'at', lag: '0 seconds' },
});

const stock = defineSource({
  name: 'stock',
  table: 'raw.stock',
  columns: { counted_at: 'timestamptz', warehouse: 'text', units: 'bigint' },
});

const measures = {
  sales: count(),
  revenue: sum('amount', { scale: 2 }),
  kept: sum('amount', { scale: 2, fill: 'null' }),
  average: ratio('revenue', 'sales', { scale: 2 }),
  largest: max('amount'),
  customers: distinct('customer'),
};

const fromSales = rowsFrom([sales], (db) => db.selectFrom('raw.sales').select(['at', 'shop', 'amount', 'customer']));

const hourly = defineSummary({
  name: 'hourly',
  description: 'Sales by hours of New York.',
  from: fromSales,
  grain: { hour: hour('at'), shop: text() },
  columns: measures,
  zone: 'America/New_York',
});

const daily = defineSummary({
  name: 'daily',
  description: 'Sales by days of Samoa, which left one out.',
  from: fromSales,
  grain: { day: date('at'), shop: text() },
  columns: measures,
  zone: 'Pacific/Apia',
  weekStart: 'sunday',
});

const stocked = defineSummary({
  name: 'stocked',
  description: 'Units in stock by day and warehouse.',
  from: rowsFrom([stock], (db) => db.selectFrom('raw.stock').select(['counted_at', 'warehouse', 'units'])),
  grain: { day: date('counted_at'), warehouse: text() },
  columns: { units: last('units'), counts: count() },
  zone: 'Asia/Seoul',
});

export const clockedRegistry = defineRegistry({ summaries: [hourly, daily, stocked], dashboards: [] });

export async function fillClockedShop(pool: pg.Pool): Promise<void> {
  await pool.query(`
    create schema raw;
    create table raw.sales (at timestamptz, shop text, amount numeric(12,2), customer bigint);
    create table raw.stock (counted_at timestamptz, warehouse text, units bigint);`);
  const next = random(12);
  const hours = 3_600_000;
  const spans: [string, number][] = [
    ['2011-12-01T00:00:00Z', 60 * 24],
    ['2024-03-01T00:00:00Z', 20 * 24],
    ['2024-10-28T00:00:00Z', 14 * 24],
  ];
  const rows = spans.flatMap(([from, length]) =>
    Array.from({ length: Math.floor(length * 0.7) }, () => [
      new Date(Date.parse(from) + next() * length * hours).toISOString(),
      next() < 0.1 ? null : ['north', 'south', 'São'][Math.floor(next() * 3)],
      (next() * 200 - 20).toFixed(2),
      next() < 0.1 ? null : Math.floor(next() * 30),
    ]),
  );
  await pool.query(
    'insert into raw.sales select * from unnest($1::timestamptz[], $2::text[], $3::numeric[], $4::bigint[])',
    [0, 1, 2, 3].map((column) => rows.map((row) => row[column])),
  );
  // Two weeks without any sale, and counts of stock every few days.
  await pool.query("delete from raw.sales where at between '2011-12-12' and '2011-12-14' or at::date = '2011-12-20'");
  await pool.query(`
    insert into raw.stock
    select timestamptz '2024-01-01 03:00Z' + d * interval '1 day', w, 100 + (d * 37 + length(w) * 11) % 50
      from generate_series(0, 60) d, unnest(array['east', 'west', 'harbour']) w
     where (d * 7 + length(w)) % 4 = 0 or d = 0 and w = 'east'`);
}
