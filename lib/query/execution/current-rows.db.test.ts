import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rowsOfGeneration } from '#lib/compile/read.ts';
import { openShop } from '#lib/refresh/testing/shop.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { generationsAt, latestEpoch } from '#lib/warehouse/generation.ts';
import { currentRowsAt } from './current-rows.ts';

describe('currentRowsAt(db, schema, at, read)', () => {
  it('gives the rows served now only while they are those of the epoch', async (t) => {
    const shop = await openShop(await testDatabase());
    t.after(() => shop.drop());
    const { pool } = shop;
    await pool.query("insert into raw.orders values (1, '2026-01-05T00:00Z', 'KR', 10, 1)");
    assert.equal(await shop.refresh(), null);
    const { epoch } = await latestEpoch(pool, 'summa');
    const generation = (await generationsAt(pool, 'summa', epoch)).get('daily');
    assert.ok(generation);
    const { current } = rowsOfGeneration(generation);
    const at = { summary: 'daily', epoch };
    const revenue = async () => (await pool.query(`select sum(revenue)::text as sum from summa.${current}`)).rows;

    assert.deepEqual(await currentRowsAt(pool, 'summa', at, revenue), [{ sum: '10.00' }]);

    const published = async () => {
      await pool.query("insert into raw.orders values (2, '2026-01-05T01:00Z', 'KR', 5, 1)");
      assert.equal(await shop.refresh(), null);
    };
    const before = async () => {
      await published();
      return revenue();
    };
    assert.equal(await currentRowsAt(pool, 'summa', at, before), null, 'published before the rows were read');

    const newer = { summary: 'daily', epoch: (await latestEpoch(pool, 'summa')).epoch };
    const after = async () => {
      const rows = await revenue();
      await pool.query("insert into raw.orders values (3, '2026-01-05T02:00Z', 'KR', 1, 1)");
      assert.equal(await shop.refresh(), null);
      return rows;
    };
    assert.equal(await currentRowsAt(pool, 'summa', newer, after), null, 'published after them, and nobody knows');

    const newest = { summary: 'daily', epoch: (await latestEpoch(pool, 'summa')).epoch };
    const gone = () => pool.query('select * from summa._g999_rows');
    assert.equal(await currentRowsAt(pool, 'summa', newest, gone), null, 'the table of an old generation is gone');
    const wrong = () => pool.query('select no_such_column from summa._epoch');
    await assert.rejects(currentRowsAt(pool, 'summa', newest, wrong), /no_such_column/);
    const unknown = { summary: 'nothing', epoch: newest.epoch };
    assert.equal(await currentRowsAt(pool, 'summa', unknown, revenue), null, 'no publish is known');
  });
});
