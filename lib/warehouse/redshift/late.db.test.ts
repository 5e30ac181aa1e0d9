import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { loadModule } from 'libpg-query';
import { reportChanges } from '#lib/refresh/late/report-changes.ts';
import { sourceTiers } from '#lib/refresh/late/source-tiers.ts';
import {
  assertEqualsPlain,
  insertJanuary,
  insertOn,
  lateRegistry,
  pending,
} from '#lib/refresh/late/testing/late-shop.ts';
import { assertUnderstood } from './testing/assert-understood.ts';
import { openRedshiftShop, type RedshiftShop } from './testing/redshift-shop.ts';

describe('late rows in a Redshift', () => {
  before(() => loadModule());

  it('are built where a loader reports them, once', async (t) => {
    const registry = lateRegistry({ late: { tier: 'manifest' }, watermark: 'manifest' });
    const shop = await openRedshiftShop(t, registry);
    await insertJanuary(shop.pool);
    const through = '2024-02-01T00:00:00Z';
    await report(shop, { ranges: [], through });
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
    await shop.pool.query(insertOn(100, '2024-01-05'));
    assert.deepEqual(await pending(shop), []);
    await report(shop, { ranges: [{ from: '2024-01-05', to: '2024-01-07' }] });
    assert.deepEqual(await pending(shop), ['2024-01-05', '2024-01-06']);
    assert.equal(await shop.refresh(), null);
    assert.deepEqual(await pending(shop), []);
    await assertEqualsPlain(shop);
    const { rows } = await shop.pool.query('select count(*)::int as left from summa._change');
    assert.equal(rows[0].left, 0, 'what every partition has seen is forgotten');

    await shop.pool.query(insertOn(101, '2023-11-05'));
    await shop.pool.query('update raw.orders set amount = amount + 1 where order_id = 9');
    await report(shop, { ranges: null });
    await report(shop, { ranges: [{ from: '2023-10-01', to: '2023-12-01' }], through: '2024-03-01T00:00:00Z' });
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
    assertUnderstood(shop);
  });

  it('are built where a column tells when a row was changed', async (t) => {
    const late = { tier: 'cursor', column: 'updated_at', time: 'ordered_at', lag: '0 seconds' } as const;
    const shop = await openRedshiftShop(t, lateRegistry({ late }));
    await shop.pool.query('alter table raw.orders add column updated_at timestamptz default clock_timestamp()');
    await insertJanuary(shop.pool);
    assert.equal(await shop.refresh(), null);
    await shop.pool.query(insertOn(100, '2024-01-05'));
    await shop.pool.query('update raw.orders set amount = 3, updated_at = clock_timestamp() where order_id = 9');
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
    assertUnderstood(shop);
  });

  it('are not found exactly, which is said', async (t) => {
    const registry = lateRegistry({ late: { tier: 'exact', column: 'ordered_at' } });
    const shop = await openRedshiftShop(t, registry);
    await insertJanuary(shop.pool);
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
    const [head] = registry.summaries;
    assert.ok(head);
    const [tier] = await sourceTiers(shop.pool, 'summa', head);
    assert.equal(tier?.state, 'broken');
    assert.deepEqual(tier?.why?.key, 'tier.noTriggersHere');
    assertUnderstood(shop);
  });
});

function report(shop: RedshiftShop, given: Pick<Parameters<typeof reportChanges>[3], 'ranges' | 'through'>) {
  const change = { source: 'orders', who: 'loader', why: null, ...given };
  return reportChanges(shop.pool, 'summa', shop.engine.registry, change);
}
