import assert from 'node:assert/strict';
import { it } from 'node:test';
import { testDatabase } from '#lib/server/test-database.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';
import { shopTables } from '../testing/shop.ts';
import { captureScript } from './capture-script.ts';
import { exact, insertOn, lateRegistry } from './testing/late-shop.ts';

it('prints no triggers before the table they write to is there, for every write would fail', async (t) => {
  const { pool, url } = await testDatabase(t);
  await pool.query(shopTables);
  const [source] = lateRegistry({ late: exact }).sources;
  assert.ok(source);
  await assert.rejects(captureScript(pool, 'summa', source, false), /has not made its tables.*npm start/s);
  assert.doesNotMatch((await captureScript(pool, 'summa', source, true)).join('\n'), /create/);

  await migrateWarehouse(url, 'summa');
  await pool.query((await captureScript(pool, 'summa', source, false)).join('\n'));
  await pool.query(insertOn(1, '2024-01-02'));
  const { rows } = await pool.query('select source from summa._change');
  assert.deepEqual(rows, [{ source: source.name }]);
});
