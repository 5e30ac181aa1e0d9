import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '#lib/server/test-database.ts';
import { closeWarehousePools, warehousePool } from './connect.ts';
import { migrateWarehouse } from './migrate.ts';

/** What somebody would try who got a statement of their own into a page. `other` is the number of another backend. */
const forbidden = [
  'insert into summa._epoch (n) values (7)',
  'update summa._epoch set n = n + 1',
  'delete from summa._publish',
  'truncate summa._publish',
  'merge into summa._epoch e using (select 1) s on true when matched then update set n = 9',
  'drop table summa._publish',
  'alter table summa._epoch add column mine int',
  'create table summa.mine (n int)',
  'create table public.mine (n int)',
  'create temporary table mine (n int)',
  'create table summa.copied as select * from summa._epoch',
  'create schema mine',
  'create view summa.mine as select 1 as n',
  'create materialized view summa.mine as select 1 as n',
  'create sequence summa.mine',
  'create type public.mine as (n int)',
  'create function public.mine() returns int language sql return 1',
  `create index mine on summa._publish (epoch)`,
  'create trigger mine after insert on summa._epoch execute function suppress_redundant_updates_trigger()',
  'create extension dblink',
  'create database mine',
  'create role mine',
  'create publication mine for all tables',
  'comment on table summa._epoch is $$mine$$',
  'grant summa to summa_read',
  'alter role summa_read superuser',
  'alter default privileges for role summa grant all on tables to summa_read',
  'drop owned by summa',
  'reassign owned by summa to summa_read',
  'set role summa',
  'set session authorization summa',
  'alter system set log_statement = none',
  'set log_statement = none',
  'select pg_reload_conf()',
  'select pg_terminate_backend({other}) from pg_authid',
  'select * from raw.orders',
  'copy raw.orders to stdout',
  `copy (select 1) to program 'id'`,
  `copy summa._epoch to '/tmp/mine'`,
  `select pg_read_file('/etc/passwd')`,
  `select pg_ls_dir('.')`,
  `select lo_import('/etc/passwd')`,
  'select rolpassword from pg_authid',
  'do $$ begin lock table summa._epoch in access exclusive mode; end $$',
  'select * from summa._epoch for update',
  'do $$ begin execute $x$ drop table summa._epoch $x$; end $$',
  'reindex table summa._epoch',
  'select pg_switch_wal()',
];

describe('the role that pages read with', () => {
  let database: TestDatabase;

  before(async () => {
    database = await testDatabase();
    await database.pool.query('create schema raw; create table raw.orders (n int)');
    await migrateWarehouse(database.url, 'summa', database.readUrl);
  });
  after(async () => {
    await closeWarehousePools();
    await database.drop();
  });

  it(`is refused all of ${forbidden.length} forbidden statements, even where it may write`, async (t) => {
    const client = new pg.Client(database.readUrl);
    await client.connect();
    t.after(() => client.end());
    const other = await database.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
    // Reading only is its default, which any session may set aside: what refuses must be what it was not granted.
    await client.query('set default_transaction_read_only = off');
    const done: string[] = [];
    for (const statement of forbidden) {
      const outcome = await client
        .query(statement.replace('{other}', String(other.rows[0]?.pid)))
        .then(() => 'was done')
        .catch((error: { code?: string; message: string }) => `${error.code} ${error.message}`);
      if (outcome === 'was done') done.push(statement);
      // 42501: not for want of a table or of the right words, but of the right.
      else assert.match(outcome, /^42501/, statement);
    }
    assert.deepEqual(done, []);
    assert.ok(forbidden.length >= 40);
  });

  it('writes nothing by default, and is ended when it takes too long', async () => {
    const pages = warehousePool('pages', database.readUrl);
    await assert.rejects(pages.query('create table summa.mine (n int)'), { code: '25006' });
    const { rows } = await pages.query<{ limit: string }>(`select current_setting('statement_timeout') as limit`);
    assert.notEqual(rows[0]?.limit, '0');
  });

  it('cannot enter the control store', async () => {
    const control = new URL(database.controlUrl.replace(/^postgres:/, 'http:')).pathname.slice(1);
    const warehouse = new URL(database.url.replace(/^postgres:/, 'http:')).pathname.slice(1);
    const client = new pg.Client(database.readUrl.replace(warehouse, control));
    client.on('error', () => {});
    await assert.rejects(client.connect(), /permission denied for database/);
  });
});
