import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { sql } from 'kysely';
import { testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';

describe('migrateControlStore(db)', async () => {
  const { controlUrl, drop } = await testDatabase();
  after(async () => {
    await closeControlStore(controlUrl);
    await drop();
  });

  it('makes the tables once, however many processes call it at the same time', async () => {
    const db = controlStore(controlUrl);
    await Promise.all(Array.from({ length: 10 }, () => migrateControlStore(db)));
    const { rows } = await sql<{ name: string; count: string }>`
      select name, count(*) from summa_control._migration group by name order by name`.execute(db);
    assert.equal(rows[0]?.name, '001_people');
    assert.ok(rows.every((row) => row.count === '1'));
  });

  it('adds the schema to what the builder names, in transactions too', async () => {
    const db = controlStore(controlUrl);
    assert.deepEqual(await db.selectFrom('person').select('id').execute(), []);
    await db.transaction().execute(async (trx) => {
      assert.deepEqual(await trx.selectFrom('session').select('hash').execute(), []);
    });
  });
});
