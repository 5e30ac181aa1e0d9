import type pg from 'pg';
import type { Viewer } from '#lib/auth/viewer.ts';
import type { Generation, StoredRelation } from '#lib/compile/stored.ts';
import { dailyGeneration, dailySales, monthlyGeneration, monthlySales } from '#lib/compile/tile-fixture.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import type { Filter } from '#lib/definition/filters.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import type { Tile } from '#lib/definition/tiles.ts';
import type { ReadWarehouse } from '#lib/query/read-warehouse.ts';
import type { TileResult } from '#lib/query/result.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { closeWarehousePools, warehousePool } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';
import type { DashboardHead } from './dashboard-load.ts';
import { loadDashboard } from './load.ts';

/** The epochs of the shop: built, corrected, corrected again. */
export const epochs = [1, 2, 3] as const;
/** Rows of 31 March are there already, but the day is not over in Seoul. */
export const completeThrough = '2024-03-30T15:00:00Z';

export const admin: Viewer = {
  id: '1',
  email: 'ada@example.com',
  name: 'Ada',
  role: 'admin',
  attributes: {},
  groups: [],
};

export type Shop = { pool: pg.Pool; warehouse: ReadWarehouse; url: string; serverUrl: string };

/**
 * A warehouse with the summaries of `tile-fixture.ts` at three epochs, and the raw rows as they were at each of them in
 * `raw(epoch, ordered_on, country, channel, size, customer, amount)`, to compare with. The summaries are written by the
 * SQL below, not by the refresh engine, so that these tests fail for what they are about.
 */
export async function testShop(t: { after(fn: () => Promise<void>): void }): Promise<Shop> {
  const database = await testDatabase();
  t.after(async () => {
    await closeWarehousePools();
    await database.drop();
  });
  const { pool, url, readUrl, serverUrl } = database;
  await migrateWarehouse(url, 'summa', readUrl);
  await pool.query(rawRows);
  for (const generation of [dailyGeneration, monthlyGeneration]) await makeTables(pool, generation);
  for (const epoch of epochs) await publish(pool, epoch);
  const warehouse = {
    pages: warehousePool('pages', readUrl),
    exports: warehousePool('exports', readUrl),
    schema: 'summa',
  };
  return { pool, warehouse, url, serverUrl };
}

/** Loads a dashboard of these tiles and waits for them. */
export async function loadTiles(
  shop: Shop,
  tiles: readonly Tile[],
  options: {
    filters?: Record<string, Filter>;
    values?: Record<string, string>;
    epoch?: number | string | null;
    viewer?: Viewer;
  } = {},
): Promise<{ head: DashboardHead; tiles: TileResult[] }> {
  const dashboard = defineDashboard({ name: 'test', title: 'Test', filters: options.filters ?? {}, tiles });
  const registry = defineRegistry({ summaries: [dailySales, monthlySales], dashboards: [dashboard] });
  const { values: filters = {}, epoch = null, viewer = admin } = options;
  const load = await loadDashboard({ registry, dashboard: 'test', filters, epoch, viewer, warehouse: shop.warehouse });
  return { head: load.head, tiles: await Promise.all(Object.values(load.tiles)) };
}

// Two hundred days with orders out of 456, so that there are gaps; 13 channels, of which a split draws 10.
const rawRows = `
  create table raw (epoch int, ordered_on date, country text, channel text, size int, customer bigint, amount numeric(12,2));
  select setseed(0.42);
  insert into raw
  select 1, date '2023-01-01' + (d * d * 7 % 456), (array['KR','JP','US','','=1+1',null,'São, "Paulo"'])[1 + floor(random() * 7)::int],
         'c' || floor(power(random(), 2) * 13)::int, floor(random() * 4)::int,
         case when random() < 0.9 then floor(random() * 60)::bigint + 9007199254740990 end,
         round((random() * 900 - 50)::numeric, 2)
    from generate_series(1, 500) as d, generate_series(1, 8);
  insert into raw values (1, '2023-01-01', 'KR', 'c0', 1, 1, 123456789.12), (1, '2024-03-31', 'KR', 'c0', 1, 1, 5),
    (1, '2024-02-29', 'JP', 'c1', 2, 2, 29);
  insert into raw select 2, ordered_on, country, channel, size, customer, amount from raw where epoch = 1 and not (ordered_on = '2023-05-05' or size = 3 and ordered_on > '2024-03-01');
  insert into raw values (2, '2023-05-06', 'KR', 'c2', 0, 77, 0.01), (2, '2023-05-06', null, 'c2', 0, null, -0.01);
  insert into raw select 3, ordered_on, case when ordered_on between '2023-06-01' and '2023-06-20' then 'JP' else country end, channel, size, customer, amount + 1 from raw where epoch = 2;
`;

const built: Record<string, string> = {
  _g7_rows: `select ordered_on, country, channel, size, count(*), sum(amount)::numeric(38,2), min(amount), max(amount), count(distinct customer), count(distinct customer) from raw where epoch = $1 group by 1, 2, 3, 4`,
  _g7_buyers: `select distinct ordered_on, country, channel, size, customer from raw where epoch = $1 and customer is not null`,
  _g8_rows: `select date_trunc('month', ordered_on::timestamp)::date, country, count(*)::numeric(38,0), sum(amount)::numeric(38,2) from raw where epoch = $1 group by 1, 2`,
};

async function makeTables(pool: pg.Pool, generation: Generation): Promise<void> {
  for (const { current, closed, columns } of generation.relations) {
    const list = columns.map((column) => `"${column.name}" ${column.sqlType}`).join(', ');
    await pool.query(
      `create table summa."${current}" (${list}, _id bigint generated always as identity, _from bigint not null default 0)`,
    );
    await pool.query(`create table summa."${closed}" (${list}, _from bigint not null, _to bigint not null)`);
  }
  await pool.query(
    `insert into summa._generation (id, summary, fingerprint, version, relations, ratios, zone, partition_by, partition_column, run, attempt, from_epoch)
     overriding system value values ($1, $2, $3, 1, $4, $5, $6, $7, $8, 1, 1, 1)`,
    [
      generation.id,
      generation.summary,
      generation.fingerprint,
      JSON.stringify(generation.relations),
      JSON.stringify(generation.ratios),
      generation.zone,
      generation.partition?.by,
      generation.partition?.column,
    ],
  );
}

async function publish(pool: pg.Pool, epoch: number): Promise<void> {
  await pool.query('update summa._epoch set n = $1', [epoch]);
  await pool.query(`insert into summa._publish values ($1, $1, 1, 'all', 'full', now(), 'test')`, [epoch]);
  for (const generation of [dailyGeneration, monthlyGeneration]) {
    for (const relation of generation.relations) await bringTo(pool, relation, epoch);
    await pool.query(
      `insert into summa._publish_summary (epoch, summary, generation, rows_opened, rows_closed, rows, complete_through)
       values ($1, $2, $3, 1, 1, (select count(*) from summa."_g${generation.id}_rows"), $4)`,
      [epoch, generation.summary, generation.id, completeThrough],
    );
  }
}

/** Moves the rows an epoch no longer has to the closed ones, and adds those it has anew. */
async function bringTo(pool: pg.Pool, { current, closed, columns }: StoredRelation, epoch: number): Promise<void> {
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  await pool.query(`create table next_rows as select ${names} from summa."${current}" where false`);
  await pool.query(`insert into next_rows ${built[current]}`, [epoch]);
  // The day is never null; equality on it lets the comparison be hashed.
  const same = [
    `n."${columns[0]?.name}" = c."${columns[0]?.name}"`,
    ...columns.map(({ name }) => `n."${name}" is not distinct from c."${name}"`),
  ].join(' and ');
  await pool.query(`create index on next_rows ("${columns[0]?.name}")`);
  const gone = `not exists (select from next_rows n where ${same})`;
  await pool.query(`insert into summa."${closed}" select ${names}, _from, $1 from summa."${current}" c where ${gone}`, [
    epoch,
  ]);
  await pool.query(`delete from summa."${current}" c where ${gone}`);
  await pool.query(
    `insert into summa."${current}" (${names}, _from) select ${names}, $1 from next_rows n where not exists (select from summa."${current}" c where ${same})`,
    [epoch],
  );
  await pool.query('drop table next_rows');
}
