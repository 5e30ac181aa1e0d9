import { conserves, totalUsual } from '#lib/definition/checks.ts';
import { average, count, distinct, last, max } from '#lib/definition/columns.ts';
import { date, hour, month, quarter, text, week } from '#lib/definition/grain.ts';
import { defineRegistry, type Registry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom, rowsOf } from '#lib/definition/summary.ts';
import type { TestDatabase } from '#lib/server/test-database.ts';
import { openShop, type Shop } from './shop.ts';

const stockTable = `
  create table raw.stock (
    stock_id bigint primary key, counted_at timestamptz, store text, units integer, price numeric(12,2), sold integer,
    rating double precision
  );
  create index on raw.stock (counted_at);`;

const stock = defineSource({
  name: 'stock',
  table: 'raw.stock',
  columns: {
    stock_id: 'bigint',
    counted_at: 'timestamptz null',
    store: 'text null',
    units: 'integer null',
    price: 'numeric(12,2) null',
    sold: 'integer null',
    rating: 'double precision null',
  },
  watermark: { column: 'counted_at', lag: '0 seconds' },
});

/** Levels and averages of a zone: by hour, by day, by month from those days and by quarter from those months, by weeks that begin on Sunday, and by day in partitions of a month. */
export function stockRegistry(zone: string): Registry {
  const from = rowsFrom([stock], (db) =>
    db.selectFrom('raw.stock').select(['counted_at', 'store', 'units', 'price', 'sold', 'rating']),
  );
  const daily = defineSummary({
    name: 'daily',
    description: 'What stood in stock at the end of each day.',
    from,
    grain: { day: date('counted_at'), store: text() },
    columns: {
      counts: count(),
      units: last('units'),
      level: last('rating', { scale: 1 }),
      most: max('units'),
      price: average('price', { weight: 'sold', scale: 2 }),
      rating: average('rating', { scale: 1 }),
      kinds: distinct('sold'),
    },
    refresh: { by: 'day', lookBack: 3 },
    zone,
    checks: [conserves('units'), conserves('price'), conserves('rating')],
  });
  const monthly = defineSummary({
    name: 'monthly',
    description: 'What stood in stock at the end of each month.',
    from: rowsOf(daily),
    grain: { month: month('day'), store: text() },
    columns: { units: last('units'), price: average('price'), rating: average('rating') },
    refresh: { by: 'month' },
    zone,
    checks: [conserves('units'), conserves('price')],
  });
  const quarterly = defineSummary({
    name: 'quarterly',
    description: 'What stood in stock at the end of each quarter.',
    from: rowsOf(monthly),
    grain: { quarter: quarter('month'), store: text() },
    columns: { units: last('units'), price: average('price') },
    refresh: { by: 'quarter' },
    zone,
    checks: [conserves('units'), conserves('price')],
  });
  const weekly = defineSummary({
    name: 'weekly',
    description: 'What stood in stock at the end of each week.',
    from,
    grain: { week: week('counted_at'), store: text() },
    columns: { units: last('units'), price: average('price', { weight: 'sold' }) },
    zone,
    weekStart: 'sunday',
    checks: [conserves('units')],
  });
  const closing = defineSummary({
    name: 'closing',
    description: 'The same by day, in partitions of a month.',
    from,
    grain: { day: date('counted_at'), store: text() },
    columns: { units: last('units'), price: average('price', { weight: 'sold' }) },
    refresh: { by: 'month', lookBack: 1 },
    zone,
    checks: [conserves('units'), totalUsual('units', { within: 0.5, severity: 'warn' })],
  });
  const hourly = defineSummary({
    name: 'hourly',
    description: 'What stood in stock at the end of each hour.',
    from,
    grain: { hour: hour('counted_at'), store: text() },
    columns: { units: last('units') },
    refresh: { by: 'day', lookBack: 3 },
    zone,
    checks: [conserves('units')],
  });
  return defineRegistry({ summaries: [daily, monthly, quarterly, weekly, closing, hourly], dashboards: [] });
}

export async function openStock(database: TestDatabase, zone: string, registry = stockRegistry(zone)): Promise<Shop> {
  const shop = await openShop(database, registry);
  await shop.pool.query(stockTable);
  return shop;
}

/** The summaries as plain SQL on raw rows would make them. */
export function plainStock(
  zone: string,
): Record<'daily' | 'monthly' | 'quarterly' | 'weekly' | 'closing' | 'hourly', string> {
  const local = `counted_at at time zone '${zone}'`;
  const priced = `
    sum(price * sold)::text as price_total, sum(sold) filter (where price is not null)::text as price_weight`;
  const rated = 'sum(rating::numeric(38,7))::text as rating_total, count(rating)::text as rating_weight';
  const ranked = (bucket: string) =>
    `(select *, ${bucket} as bucket, rank() over (partition by ${bucket} order by counted_at desc) as place
        from raw.stock) as s`;
  const atEnd = 'sum(units) filter (where place = 1)::text as units';
  return {
    daily: `select bucket::text as day, store, count(*)::text as counts, ${atEnd},
        sum(rating::numeric(38,1)) filter (where place = 1)::text as level, max(units)::text as most, ${priced}, ${rated},
        count(distinct sold)::text as kinds
      from ${ranked(`(${local})::date`)} group by bucket, store`,
    closing: `select bucket::text as day, store, ${atEnd}, ${priced}
      from ${ranked(`(${local})::date`)} group by bucket, store`,
    hourly: `select bucket::text as hour, store, ${atEnd}
      from ${ranked(`date_trunc('hour', ${local})`)} group by bucket, store`,
    monthly: `select bucket::text as month, store, ${atEnd}, ${priced}, ${rated}
      from ${ranked(`date_trunc('month', ${local})::date`)} group by bucket, store`,
    quarterly: `select bucket::text as quarter, store, ${atEnd}, ${priced}
      from ${ranked(`date_trunc('quarter', ${local})::date`)} group by bucket, store`,
    weekly: `select bucket::text as week, store, ${atEnd}, ${priced}
      from ${ranked(`((${local})::date - extract(dow from ${local})::int)`)} group by bucket, store`,
  };
}
