import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import pg from 'pg';
import { createEngine } from '#lib/refresh/run/engine.ts';
import { buildMissing, runToItsEnd } from '#lib/refresh/run/first-build.ts';
import { requestRefresh } from '#lib/refresh/run/request.ts';
import { orders, shopRegistry, shopTables } from '#lib/refresh/testing/shop.ts';
import { startWorker } from '#lib/refresh/worker/worker.ts';
import { migrateWarehouse } from './migrate.ts';
import { company } from './testing/company.ts';
import { noSeparateServer } from './testing/separate-server.ts';

/** Everything in a database that has a name, outside Summa's schema. */
const outside = `
  select 'schema ' || nspname || coalesce(nspacl::text, '') as it from pg_namespace where nspname <> 'summa' and nspname !~ '^pg_(toast_)?temp'
  union all select 'relation ' || oid::regclass || relkind::text || coalesce(relacl::text, '') from pg_class
    where relnamespace <> 'summa'::regnamespace and relnamespace <> 'pg_toast'::regnamespace
  union all select 'function ' || oid::regprocedure from pg_proc where pronamespace <> 'summa'::regnamespace
  union all select 'type ' || format_type(oid, null) from pg_type where typnamespace <> 'summa'::regnamespace and typnamespace <> 'pg_toast'::regnamespace
  union all select 'extension ' || extname from pg_extension
  union all select 'role ' || rolname || coalesce(rolconfig::text, '') from pg_roles
  union all select 'setting ' || setdatabase::text || setrole::text || setconfig::text from pg_db_role_setting
  order by 1`;

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('a warehouse that grants the least', { skip: noSeparateServer }, () => {
  it('is migrated, built, refreshed and read, with nothing written outside the schema', async (t) => {
    const { server, environment, asDba } = await company(t, shopTables);
    const { warehouseUrl, warehouseReadUrl, schema } = environment;
    const columns = Object.keys(orders.columns).join(', ');
    await asDba('revoke select on raw.orders from summa', `grant select (${columns}) on raw.orders to summa`);
    await asDba(`insert into raw.orders
      select g, timestamptz '2024-02-10 00:00Z' + g * interval '1 minute', case g % 3 when 0 then 'KR' else 'US' end, g, g % 97
        from generate_series(1, 5000) g`);
    const before = await query(server.url('postgres', 'company'), outside);

    await migrateWarehouse(warehouseUrl, schema, warehouseReadUrl);
    await buildMissing({ registry: shopRegistry, environment, log: () => {} });
    await asDba(`update raw.orders set amount = amount + 1 where order_id > 4900`);
    const engine = createEngine({ registry: shopRegistry, environment });
    for (const mode of ['due', 'all'] as const) {
      const { id } = await requestRefresh(engine.store, shopRegistry, { summary: 'daily', mode, requestedBy: 'test' });
      assert.equal(await runToItsEnd(engine, id), null);
    }
    const worker = await startWorker({ registry: shopRegistry, environment, log: () => {} });
    await worker.stop();

    const [total] = await query<{ orders: string; revenue: string }>(
      warehouseReadUrl,
      'select sum(orders)::text as orders, sum(revenue)::text as revenue from summa.daily',
    );
    assert.deepEqual(total, { orders: '5000', revenue: '12502600.00' });
    await query(warehouseReadUrl, `set summa.epoch = '1'; select * from summa.monthly`);
    await assert.rejects(query(warehouseReadUrl, 'select * from raw.orders'), /permission denied/);
    await assert.rejects(query(warehouseReadUrl, 'create table summa.mine (n int)'), /permission denied/);
    assert.deepEqual(await query(server.url('postgres', 'company'), outside), before);
  });

  it('lets the reader in even where a DBA owns the schema and has tables of his own there', async (t) => {
    const { environment, asDba } = await company(t, shopTables);
    await asDba(
      'alter schema summa owner to postgres',
      'grant usage, create on schema summa to summa',
      'grant usage on schema summa to summa_read',
      'create table summa.notes (n int)',
    );
    await migrateWarehouse(environment.warehouseUrl, 'summa', environment.warehouseReadUrl);
    await query(environment.warehouseReadUrl, 'select * from summa._epoch');
  });

  it('says which statement is missing where there is no schema and none may be made', async (t) => {
    const { environment, asDba } = await company(t, shopTables);
    await asDba('drop schema summa');
    await assert.rejects(
      migrateWarehouse(environment.warehouseUrl, 'summa', environment.warehouseReadUrl),
      /create schema "summa" authorization "summa";/,
    );
  });
});
