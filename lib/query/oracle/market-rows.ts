import type pg from 'pg';
import { random } from '#lib/refresh/testing/random.ts';

/** The raw tables of a market: sales, and counts of its stock. Everything that can be missing is missing somewhere. */
export const marketTables = `
  create schema raw;
  create table raw.sales (
    sold_at timestamptz not null, joined_on date, country text, channel text not null, size integer, gift boolean,
    amount double precision, price numeric(10,3), quantity integer, customer bigint, coupon text
  );
  create index on raw.sales (sold_at);
  create table raw.stock (counted_at timestamptz not null, store text, item text not null, units integer, weight numeric(12,4));
  create index on raw.stock (counted_at);`;

export const countries = [
  'KR',
  'JP',
  'US',
  '',
  '=1+1',
  null,
  'São, "Paulo"',
  "O'Neil",
  'a\\b',
  'kr',
  ' KR',
  '한국',
  '{x}',
  'null',
  '%_',
] as const;
export const channels = Array.from({ length: 13 }, (_, index) => `c${index}`);
export const stores = ['north', 'south', null, 'Ost'] as const;
export const items = ['apple', 'pear', 'plum', 'fig'] as const;

/** Moments around which days, months and years begin or are missing in Santiago: its clocks change at midnight. */
const edges = [
  '2023-04-02T03:00:00Z',
  '2023-04-02T02:59:59.999999Z',
  '2023-04-02T03:30:00Z',
  '2023-04-02T04:00:00Z',
  '2023-09-03T04:00:00Z',
  '2023-09-03T03:59:59.999999Z',
  '2024-01-01T03:00:00Z',
  '2024-01-01T02:59:59.999Z',
  '2024-02-29T12:00:00Z',
  '2024-03-01T02:59:59Z',
  '2024-04-07T03:15:00Z',
];

/** Fills the raw tables with the same rows each time. The newest sale is in the middle of 10 May 2024 in Santiago. */
export async function fillMarket(pool: pg.Pool, seed = 5): Promise<void> {
  const next = random(seed);
  const below = (count: number) => Math.floor(next() * count);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const some = <T>(value: T, share: number): T | null => (next() < share ? value : null);
  const first = Date.parse('2023-03-20T00:00:00Z');
  // Four days in ten have no sale at all, so that there are gaps to fill.
  const days = Array.from({ length: 417 }, (_, day) => day).filter(() => next() < 0.6);
  const sale = (moment: string) => ({
    sold_at: moment,
    joined_on: some(`202${below(4)}-0${1 + below(9)}-${10 + below(19)}`, 0.8),
    country: pick(countries),
    channel: channels[Math.floor(next() ** 2 * channels.length)],
    size: some(below(7) - 2, 0.9),
    gift: some(next() < 0.3, 0.9),
    amount: some(Math.round((next() * 900 - 120) * 1_000) / 1_000, 0.95),
    price: some((next() * 80).toFixed(3), 0.85),
    quantity: some(below(9) - 1, 0.9),
    customer: some(String(9_007_199_254_740_990n + BigInt(below(150))), 0.9),
    coupon: some(`k${below(5)}`, 0.2),
  });
  const sales = Array.from({ length: 6_000 }, () =>
    sale(new Date(first + pick(days) * 86_400_000 + below(86_400_000)).toISOString()),
  );
  const around = edges.flatMap((moment) => [sale(moment), sale(moment)]);
  // One customer of one country on one day: a whole market's worth, far beyond what a float holds exactly.
  const large = { ...sale('2023-11-11T15:00:00Z'), country: 'KR', channel: 'c0', amount: 123_456_789.125 };
  await insert(pool, 'raw.sales', [...sales, ...around, large, sale('2024-05-10T16:00:00Z')]);
  await insert(pool, 'raw.stock', counts(next, below));
}

/** Stores are counted on most days, not all of them to the end of the day, and the south closes in spring. */
function counts(next: () => number, below: (count: number) => number): object[] {
  const rows: object[] = [];
  for (let day = 0; day < 200; day++) {
    if (next() < 0.2) continue;
    const times = 1 + below(3);
    for (let time = 0; time < times; time++) {
      const at = new Date(Date.parse('2023-12-01T18:15:00Z') + day * 86_400_000 + (time + 1) * 21_000_000);
      for (const store of stores) {
        if (next() < 0.2 || (store === 'south' && day > 120)) continue;
        for (const item of items) {
          if (next() < 0.3) continue;
          rows.push({
            counted_at: at.toISOString(),
            store,
            item,
            units: next() < 0.1 ? null : below(500) - 20,
            weight: next() < 0.1 ? null : (next() * 20).toFixed(4),
          });
        }
      }
    }
  }
  return rows;
}

async function insert(pool: pg.Pool, table: string, rows: object[]): Promise<void> {
  await pool.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
    JSON.stringify(rows),
  ]);
}
