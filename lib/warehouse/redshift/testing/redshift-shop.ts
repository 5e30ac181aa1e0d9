import pg from 'pg';
import type { Registry } from '#lib/definition/registry.ts';
import { openShop, type Shop } from '#lib/refresh/testing/shop.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { type Recorded, recordStatements } from '#lib/warehouse/testing/record-statements.ts';

/** What Redshift has and PostgreSQL has not, as far as statements of the engine use it. GETDATE() counts whole seconds. */
const standIns = `
  create function public.getdate() returns timestamp language sql volatile
    as $$ select date_trunc('second', clock_timestamp() at time zone 'UTC') $$;
  create view public.svv_table_info as
    select schemaname as "schema", tablename as "table", 1 as size from pg_catalog.pg_tables;
  grant select on public.svv_table_info to public;`;

/** A shop whose warehouse is a PostgreSQL that is spoken to as a Redshift, and every statement that it is sent. */
export type RedshiftShop = Shop & { recorded: Recorded[] };

export async function openRedshiftShop(
  t: { after(fn: () => Promise<void> | void): void },
  registry?: Registry,
): Promise<RedshiftShop> {
  const database = await testDatabase();
  const server = new pg.Client(database.serverUrl);
  await server.connect();
  await server.query(standIns);
  await server.end();
  const asRedshift = (url: string) => url.replace(/^postgres(ql)?:/, 'redshift:');
  const url = asRedshift(database.url);
  const recorded = recordStatements(t, database.pool.options.database ?? new pg.Client(database.url).database ?? '');
  const shop = await openShop(
    { ...database, url, readUrl: asRedshift(database.readUrl), pool: warehousePool('jobs', url) },
    registry,
  );
  t.after(() => shop.drop());
  return { ...shop, recorded };
}
