import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { type Check, sqlCheck } from '#lib/definition/checks.ts';
import { count } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { openShop, orders } from '../testing/shop.ts';

/** Refreshes a summary with a check of its own; returns the error, and how many lines its function has written. */
async function refreshed(t: TestContext, check: Check) {
  const daily = defineSummary({
    name: 'daily',
    description: 'Orders per day.',
    from: rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at', 'country'])),
    grain: { day: date('ordered_at'), country: text() },
    columns: { orders: count() },
    refresh: { by: 'day' },
    zone: 'UTC',
    checks: [check],
  });
  const shop = await openShop(await testDatabase(), defineRegistry({ summaries: [daily], dashboards: [] }));
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.orders values (1, '2024-03-01 10:00Z', 'KR', 10, 1), (2, '2024-03-01 11:00Z', 'US', 20, 2);
    create table raw.notes (note text);
    create function raw.note() returns int language sql as $$ insert into raw.notes values ('x') returning 1 $$`);
  const error = await shop.refresh();
  const { rowCount } = await shop.pool.query('select from raw.notes');
  return { error, notes: rowCount };
}

describe('sqlCheck()', () => {
  it('compares what was built with its sources', async (t) => {
    const check = sqlCheck('every order is counted', {
      sources: [orders],
      rows: (db) =>
        db
          .selectFrom('built')
          .select(({ fn, selectFrom }) => [
            fn.sum('built.orders').as('counted'),
            selectFrom('raw.orders')
              .select(({ fn: of }) => of.countAll().as('n'))
              .as('there'),
          ])
          .having(
            ({ fn, selectFrom }) =>
              sql<boolean>`${fn.sum('built.orders')} <> ${selectFrom('raw.orders').select(({ fn: of }) => of.countAll().as('n'))} + 1`,
          ),
    });
    const { error } = await refreshed(t, check);
    assert.equal(
      error,
      "daily: 1 row fails 'every order is counted', such as counted 2, there 2. Expected that its query returns no rows.",
    );
  });

  it('can write nothing', async (t) => {
    const check = sqlCheck('writes', {
      rows: (db) => db.selectFrom('built').select(sql<number>`raw.note()`.as('written')),
    });
    const { error, notes } = await refreshed(t, check);
    assert.match(
      error ?? 'published',
      /The check 'writes' cannot be run: cannot execute INSERT in a read-only transaction/,
    );
    assert.equal(notes, 0);
  });

  it('leaves the build able to go on', async (t) => {
    const check = sqlCheck('fine', { rows: (db) => db.selectFrom('built').selectAll().where('orders', '<', 0) });
    assert.equal((await refreshed(t, check)).error, null);
  });
});
