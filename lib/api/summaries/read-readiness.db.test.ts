import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reportChanges } from '#lib/refresh/late/report-changes.ts';
import { openShop, shopRegistry } from '#lib/refresh/testing/shop.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { readReadiness } from './read-readiness.ts';

describe('readReadiness(store, registry, environment, asked)', () => {
  it('follows what is built, fails, is changed and held, in the zone of the summary', {
    timeout: 180_000,
  }, async (t) => {
    const shop = await openShop(await testDatabase());
    t.after(() => shop.drop());
    const ask = (through: string, summary = 'daily') =>
      readReadiness(shop.engine.store, shopRegistry, shop.environment, { summary, through });
    assert.match((await ask('2024-03-01')).why ?? '', /not built/);

    // 5 March, 19:00 in Seoul.
    await shop.pool.query(
      `insert into raw.orders values (1, '2024-03-01 10:00Z', 'KR', 10, 1), (2, '2024-03-05 10:00Z', 'US', 20, 2)`,
    );
    await shop.refresh();
    const cases: [string, boolean][] = [
      ['2024-03-04', true],
      ['2024-03-05', false],
      ['2024-03-05T19:00', true],
      ['2024-03-05T19:00:01', false],
      ['2024-03-05T10:00:00Z', true],
      ['2024-03-05T10:00:00.001Z', false],
      ['2024-03-05T12:00:00+02:00', true],
    ];
    for (const [through, ready] of cases) assert.equal((await ask(through)).ready, ready, through);
    assert.equal((await ask('2024-03-04')).through, '2024-03-04T15:00:00.000Z');
    assert.equal((await ask('2024-03-04', 'monthly')).ready, true);

    await shop.pool.query(`insert into raw.orders values (3, '2024-03-03 10:00Z', 'KR', 1e300, 1)`);
    assert.notEqual(await shop.refresh(), null);
    const failed = await ask('2024-03-04');
    assert.equal(failed.ready, false);
    assert.match(failed.why ?? '', /last build of .* failed/);
    await shop.pool.query('delete from raw.orders where order_id = 3');
    assert.equal(await shop.refresh(), null);
    assert.equal((await ask('2024-03-04')).ready, true);

    // Nobody has to have declared it: what a loader reports counts for every source.
    const day = { from: '2024-03-02', to: '2024-03-03' };
    await reportChanges(shop.pool, 'summa', shopRegistry, { source: 'orders', ranges: [day], who: 'test', why: null });
    const pending = await ask('2024-03-04');
    assert.deepEqual([pending.ready, pending.pending], [false, [day]]);
    assert.match(pending.why ?? '', /source has changed in 2024-03-02 to 2024-03-03/);
    assert.equal((await ask('2024-03-01')).ready, true);
    assert.equal(await shop.refresh(), null);
    assert.equal((await ask('2024-03-04')).ready, true);

    await shop.pool.query(
      `insert into summa._hold (summary, range_from, range_to, epoch, undone, who) values ('daily', '2024-03-03', '2024-03-04', 3, 2, 'test')`,
    );
    assert.deepEqual((await ask('2024-03-04')).held, [{ from: '2024-03-03', to: '2024-03-04' }]);
    assert.equal((await ask('2024-03-02')).ready, true);
  });
});
