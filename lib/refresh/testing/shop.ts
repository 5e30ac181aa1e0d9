import { conserves, notNull } from '#lib/definition/checks.ts';
import { count, distinct, max, ratio, sum } from '#lib/definition/columns.ts';
import { date, month, text } from '#lib/definition/grain.ts';
import { defineRegistry, type Registry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom, rowsOf } from '#lib/definition/summary.ts';
import type { TestDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { closeWarehousePools } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';
import { createEngine, type Engine } from '../run/engine.ts';
import { runToItsEnd } from '../run/first-build.ts';
import { type RefreshWish, requestRefresh } from '../run/request.ts';

/** The table a small shop's orders are in; `ordered_at` is indexed as a raw table's should be. */
export const shopTables = `
  create schema raw;
  create table raw.orders (
    order_id bigint primary key, ordered_at timestamptz, country text, amount double precision, customer_id bigint
  );
  create index on raw.orders (ordered_at);`;

export const orders = defineSource({
  name: 'orders',
  table: 'raw.orders',
  columns: {
    order_id: 'bigint',
    ordered_at: 'timestamptz null',
    country: 'text null',
    amount: 'double precision null',
    customer_id: 'bigint null',
  },
  watermark: { column: 'ordered_at', lag: '0 seconds' },
});

export const daily = defineSummary({
  name: 'daily',
  description: 'Orders per day and country.',
  from: rowsFrom([orders], (db) =>
    db.selectFrom('raw.orders').select(['ordered_at', 'country', 'amount', 'customer_id']),
  ),
  grain: { day: date('ordered_at'), country: text() },
  columns: {
    orders: count(),
    revenue: sum('amount', { scale: 2 }),
    largest: max('amount'),
    aov: ratio('revenue', 'orders', { scale: 2 }),
    buyers: distinct('customer_id'),
  },
  refresh: { by: 'day', lookBack: 3 },
  zone: 'Asia/Seoul',
  checks: [conserves('revenue'), conserves('orders')],
});

export const monthly = defineSummary({
  name: 'monthly',
  description: 'Orders per month and country.',
  from: rowsOf(daily),
  grain: { month: month('day'), country: text() },
  columns: { orders: sum('orders'), revenue: sum('revenue'), largest: max('largest') },
  refresh: { by: 'month' },
  zone: 'Asia/Seoul',
  checks: [conserves('revenue'), notNull('month')],
});

export const shopRegistry = defineRegistry({ summaries: [daily, monthly], dashboards: [] });

export type Shop = TestDatabase & {
  engine: Engine;
  environment: { warehouseUrl: string; warehouseReadUrl: string; schema: string; controlUrl: string };
  /** Requests a refresh and sees it through; returns its error or null. */
  refresh: (wish?: Partial<RefreshWish>) => Promise<string | null>;
};

/** A migrated warehouse and control store with the shop's table, and an engine on them. */
export async function openShop(database: TestDatabase, registry: Registry = shopRegistry): Promise<Shop> {
  const environment = {
    warehouseUrl: database.url,
    warehouseReadUrl: database.readUrl,
    schema: 'summa',
    controlUrl: database.controlUrl,
  };
  await database.pool.query(shopTables);
  await migrateControlStore(controlStore(database.controlUrl));
  await migrateWarehouse(database.url, 'summa', database.readUrl);
  const engine = createEngine({ registry, environment });
  return {
    ...database,
    engine,
    environment,
    refresh: async (wish = {}) => {
      const { id } = await requestRefresh(engine.store, engine.registry, {
        summary: 'daily',
        requestedBy: 'test',
        ...wish,
      });
      return runToItsEnd(engine, id);
    },
    drop: async () => {
      await closeWarehousePools();
      await closeControlStore(database.controlUrl);
      await database.drop();
    },
  };
}

/** The shop's summaries as plain SQL on raw rows would make them, to compare with. */
export const plainDaily = `
  select cast(ordered_at at time zone 'Asia/Seoul' as date)::text as day, country, count(*)::text as orders,
         sum(cast(amount as numeric(38,2)))::text as revenue, max(amount)::text as largest,
         count(distinct customer_id)::text as buyers
    from raw.orders group by 1, 2`;

export const plainMonthly = `
  select cast(date_trunc('month', ordered_at at time zone 'Asia/Seoul') as date)::text as month, country,
         count(*)::text as orders, sum(cast(amount as numeric(38,2)))::text as revenue, max(amount)::text as largest
    from raw.orders group by 1, 2`;

export const plainBuyers = `
  select distinct cast(ordered_at at time zone 'Asia/Seoul' as date)::text as day, country, customer_id::text
    from raw.orders where customer_id is not null`;
