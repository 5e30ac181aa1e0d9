import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { closeWarehousePools } from '#lib/warehouse/connect.ts';
import { type SeparateServer, separateServer } from './separate-server.ts';

export type Company = {
  server: SeparateServer;
  environment: { warehouseUrl: string; warehouseReadUrl: string; schema: string; controlUrl: string };
  /** Runs statements in the warehouse as the server's administrator. */
  asDba(...statements: string[]): Promise<void>;
};

/**
 * A warehouse as a careful company gives it out: Summa's role owns one schema and may read one table, its reader owns
 * nothing, and neither may create a schema or a temporary table. The control store is a database and a role apart.
 */
export async function company(t: { after(fn: () => Promise<void>): void }, tables: string): Promise<Company> {
  const server = await separateServer(t);
  await server.asAdmin(
    'postgres',
    ...['summa', 'summa_read', 'summa_control'].map((role) => `create role ${role} login password '${role}-secret'`),
    'create database company',
    'create database control owner summa_control',
    'revoke all on database company from public',
    'revoke all on database control from public',
    'grant connect on database company to summa, summa_read',
  );
  const asDba = (...statements: string[]) => server.asAdmin('company', ...statements);
  await asDba(
    tables,
    'create schema summa authorization summa',
    'grant usage on schema raw to summa',
    'grant select on raw.orders to summa',
  );
  const environment = {
    warehouseUrl: server.url('summa', 'company'),
    warehouseReadUrl: server.url('summa_read', 'company'),
    schema: 'summa',
    controlUrl: server.url('summa_control', 'control'),
  };
  t.after(async () => {
    await closeWarehousePools();
    await closeControlStore(environment.controlUrl);
  });
  await migrateControlStore(controlStore(environment.controlUrl));
  return { server, environment, asDba };
}
