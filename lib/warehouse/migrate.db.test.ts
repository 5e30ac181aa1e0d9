import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import pg from 'pg';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from './generation.ts';
import { migrateWarehouse } from './migrate.ts';

describe('migrateWarehouse(url, schema)', () => {
  it('may be called by any number of processes at once, and again later', async (t) => {
    const { url, readUrl, pool } = await testDatabase(t);
    await Promise.all(Array.from({ length: 6 }, () => migrateWarehouse(url, 'company', readUrl)));
    const first = await latestEpoch(pool, 'company');
    await migrateWarehouse(url, 'company', readUrl);
    assert.deepEqual(await latestEpoch(pool, 'company'), first);
    assert.equal(first.epoch, 0);
  });

  it('lets the reading role read what is there and what comes later, and write nothing', async (t) => {
    const { url, readUrl, pool } = await testDatabase(t);
    await migrateWarehouse(url, 'company', readUrl);
    await pool.query('create table company.later (n int)');
    const reader = new pg.Client(readUrl);
    await reader.connect();
    try {
      await reader.query('select * from company._epoch, company.later');
      await reader.query('set default_transaction_read_only = off');
      await assert.rejects(reader.query('insert into company.later values (1)'), /permission denied/);
    } finally {
      await reader.end();
    }
  });
});
