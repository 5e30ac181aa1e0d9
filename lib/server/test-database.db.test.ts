import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import pg from 'pg';
import { testDatabase } from '#lib/server/test-database.ts';

describe('testDatabase(t)', () => {
  it('gives an owner, a reader that reads only the schema of Summa, and a control store', async (t) => {
    const { pool, readUrl, controlUrl } = await testDatabase(t);
    await pool.query('create extension btree_gist');
    await pool.query('create schema shop');
    await pool.query('create table shop.orders as select 1 as id');
    await pool.query('create table summa.daily as select 2 as n');
    const reader = new pg.Client({ connectionString: readUrl });
    await reader.connect();
    try {
      assert.deepEqual((await reader.query('select n from summa.daily')).rows, [{ n: 2 }]);
      for (const forbidden of [
        'select * from shop.orders',
        'insert into summa.daily values (1)',
        'create temp table t (n int)',
        'create table summa.t (n int)',
        'create table public.t (n int)',
      ]) {
        await assert.rejects(reader.query(forbidden), /permission denied|read-only transaction/, forbidden);
      }
      await reader.query('set default_transaction_read_only = off');
      await assert.rejects(reader.query('insert into summa.daily values (1)'), /permission denied/);
      const { rows } = await reader.query('show statement_timeout');
      assert.deepEqual(rows, [{ statement_timeout: '30s' }]);
    } finally {
      await reader.end();
    }
    const control = new pg.Client({ connectionString: controlUrl });
    await control.connect();
    await control.query('create schema summa_control');
    await control.end();
  });

  it('keeps the reader out of the control store', async (t) => {
    const { readUrl, controlUrl } = await testDatabase(t);
    const database = new URL(controlUrl).pathname;
    const url = new URL(readUrl);
    url.pathname = database;
    const reader = new pg.Client({ connectionString: url.href });
    await assert.rejects(reader.connect(), /permission denied for database/);
  });
});
