import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PersonError } from '#lib/problem.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { injectFault } from '../run/fault-point.ts';
import { openShop, type Shop } from '../testing/shop.ts';
import { reportChanges } from './report-changes.ts';
import { assertEqualsPlain, insertJanuary, insertOn, lateRegistry, pending } from './testing/late-shop.ts';

describe('a source whose loader reports', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop(await testDatabase(), lateRegistry({ late: { tier: 'manifest' } }));
    await insertJanuary(shop.pool);
    assert.equal(await shop.refresh(), null);
  });
  after(() => shop.drop());
  const report = (given: Partial<Parameters<typeof reportChanges>[3]>) =>
    reportChanges(shop.pool, 'summa', shop.engine.registry, {
      source: 'orders',
      ranges: [],
      who: 'loader',
      why: null,
      ...given,
    });

  it('builds the days that are reported, and takes nothing back of what is complete', async () => {
    const through = async () =>
      (
        await shop.pool.query(
          `select max(complete_through) as t, min(complete_through) as least from summa._publish_summary where summary = 'daily'`,
        )
      ).rows[0];
    const was = await through();
    await shop.pool.query(insertOn(100, '2024-01-05'));
    assert.deepEqual(await pending(shop), []);
    assert.deepEqual(await report({ ranges: [{ from: '2024-01-05', to: '2024-01-07' }] }), { ranges: 1 });
    assert.deepEqual(await pending(shop), ['2024-01-05', '2024-01-06']);
    assert.equal(await shop.refresh(), null);
    assert.deepEqual(await pending(shop), []);
    await assertEqualsPlain(shop);
    assert.deepEqual(await through(), was);
  });

  it('finds reported days that were never built, where they have rows', async () => {
    await shop.pool.query(insertOn(101, '2023-11-05'));
    await report({ ranges: [{ from: '2023-10-01', to: '2023-12-01' }] });
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
  });

  it('builds everything when that is reported', async () => {
    await shop.pool.query('update raw.orders set amount = amount + 1');
    assert.deepEqual(await report({ ranges: null }), { ranges: 1 });
    assert.equal((await pending(shop)).length, 32);
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
  });

  it('refuses what it cannot note, and says what to do', async () => {
    const refused = (given: Parameters<typeof report>[0], words: RegExp, status = 422) =>
      assert.rejects(
        report(given),
        (error) => error instanceof PersonError && error.status === status && words.test(error.message),
      );
    await refused({ source: 'order' }, /no source 'order'.*orders/, 404);
    await refused({ ranges: [{ from: '2024-01-05', to: '2024-01-05' }] }, /first before the second/);
    await refused({ ranges: [{ from: '2024-02-30', to: '2024-03-05' }] }, /YYYY-MM-DD/);
    await refused({ through: '2024-02-01T00:00:00Z' }, /watermark: 'manifest'/);
  });
});

describe('a source that is complete through what its loader says', () => {
  it('is complete through that, and never further', async (t) => {
    const registry = lateRegistry({ late: { tier: 'manifest' }, watermark: 'manifest' });
    const shop = await openShop(await testDatabase(), registry);
    t.after(() => shop.drop());
    await insertJanuary(shop.pool);
    const complete = async () =>
      (
        await shop.pool.query<{ at: string | null }>(
          `select to_char(complete_through at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as at
             from summa._publish_summary where summary = 'daily' order by epoch desc limit 1`,
        )
      ).rows[0]?.at;
    assert.equal(await shop.refresh(), null);
    assert.equal(await complete(), null);
    await reportChanges(shop.pool, 'summa', registry, {
      source: 'orders',
      ranges: [],
      through: '2024-01-15T03:00:00Z',
      who: 'loader',
      why: null,
    });
    assert.equal(await shop.refresh(), null);
    assert.equal(await complete(), '2024-01-15T03:00Z');
  });
});

describe('a source with a cursor', () => {
  it('finds rows changed since the last run that was published, also when a run dies before its end', async (t) => {
    const late = { tier: 'cursor', column: 'updated_at', time: 'ordered_at', lag: '0 seconds' } as const;
    const shop = await openShop(await testDatabase(), lateRegistry({ late }));
    t.after(() => shop.drop());
    await shop.pool.query(
      'alter table raw.orders add column updated_at timestamptz not null default clock_timestamp()',
    );
    await insertJanuary(shop.pool);
    assert.equal(await shop.refresh(), null);
    const cursor = async () => (await shop.pool.query('select through::text as at from summa._cursor')).rows[0]?.at;
    const first = await cursor();
    assert.notEqual(first, undefined);

    await shop.pool.query(insertOn(100, '2024-01-05'));
    await shop.pool.query(`update raw.orders set amount = 3, updated_at = clock_timestamp() where order_id = 9`);
    injectFault((point) => {
      if (point === 'before settle late rows') throw new Error('The run ends here.');
    });
    await shop.refresh();
    injectFault(null);
    assert.equal(await cursor(), first, 'the cursor waits for the run');
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
    assert.notEqual(await cursor(), first);

    await shop.pool.query(insertOn(101, '2023-12-24'));
    assert.equal(await shop.refresh({ range: { from: '2024-01-20', to: '2024-01-21' } }), null);
    assert.equal(await shop.refresh(), null, 'a run of some days passes nothing by');
    await assertEqualsPlain(shop);
    await shop.pool.query(`update raw.orders set updated_at = '2999-01-01' where order_id = 9`);
    assert.equal(await shop.refresh(), null);
    await shop.pool.query(insertOn(102, '2024-01-06'));
    assert.equal(await shop.refresh(), null, 'a clock that is wrong takes the cursor nowhere');
    await assertEqualsPlain(shop);
  });
});
