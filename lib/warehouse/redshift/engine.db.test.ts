import assert from 'node:assert/strict';
import { before, describe, it, type TestContext } from 'node:test';
import { loadModule } from 'libpg-query';
import { acceptedValues, notNull, rowsUsual, sqlCheck, totalUsual } from '#lib/definition/checks.ts';
import { sum } from '#lib/definition/columns.ts';
import { month, text } from '#lib/definition/grain.ts';
import { defineRegistry, type Registry } from '#lib/definition/registry.ts';
import { defineSummary, definitionOf, rowsOf } from '#lib/definition/summary.ts';
import { previewRefresh } from '#lib/refresh/preview/preview-refresh.ts';
import { discardQuarantine } from '#lib/refresh/quarantine/discard.ts';
import { listQuarantine } from '#lib/refresh/quarantine/list-quarantine.ts';
import { quarantineDetail } from '#lib/refresh/quarantine/quarantine-detail.ts';
import { requestPublishAnyway } from '#lib/refresh/quarantine/request-publish-anyway.ts';
import { listEpochs } from '#lib/refresh/restatement/list-epochs.ts';
import { restatementOf } from '#lib/refresh/restatement/restatement-of.ts';
import { clearHistory } from '#lib/refresh/retention/clear-history.ts';
import { storageOf } from '#lib/refresh/retention/storage.ts';
import { listHolds, releaseHold } from '#lib/refresh/roll-back/hold.ts';
import { previewRollBack } from '#lib/refresh/roll-back/preview.ts';
import { requestRollBack } from '#lib/refresh/roll-back/request.ts';
import { runToItsEnd } from '#lib/refresh/run/first-build.ts';
import { outnumberRun } from '#lib/refresh/run/outnumber.ts';
import { requestRefresh } from '#lib/refresh/run/request.ts';
import { readAt } from '#lib/refresh/testing/read-at.ts';
import { daily, orders, plainBuyers, plainDaily, plainMonthly, shopRegistry } from '#lib/refresh/testing/shop.ts';
import { adminOverview } from '#lib/refresh/view/overview.ts';
import { summaryView } from '#lib/refresh/view/summary-view.ts';
import { checkWarehouse } from '../check-definitions.ts';
import { latestEpoch } from '../generation.ts';
import { warehouseHealth } from '../health.ts';
import { migrateWarehouse } from '../migrate.ts';
import { assertUnderstood } from './testing/assert-understood.ts';
import { openRedshiftShop, type RedshiftShop } from './testing/redshift-shop.ts';

async function openWithOrders(t: TestContext, registry?: Registry): Promise<RedshiftShop> {
  const shop = await openRedshiftShop(t, registry);
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-03-01 00:00Z' + g * interval '1 hour', case g % 3 when 0 then 'KR' when 1 then null else 'US' end,
           g * 1.1, g % 7
      from generate_series(1, 200) g`);
  assert.equal(await shop.refresh(), null);
  return shop;
}

const epochOf = async (shop: RedshiftShop) => (await latestEpoch(shop.pool, 'summa')).epoch;
const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();

/** Every relation at an epoch, by name. */
const everything = async (shop: RedshiftShop, epoch: number) => ({
  daily: sorted(await readAt(shop.pool, epoch, 'daily')),
  buyers: sorted(await readAt(shop.pool, epoch, 'daily', 'buyers')),
  monthly: sorted(await readAt(shop.pool, epoch, 'monthly')),
});

async function assertPlain(shop: RedshiftShop): Promise<void> {
  const plain = async (query: string) => sorted((await shop.pool.query(query)).rows);
  assert.deepEqual(await everything(shop, await epochOf(shop)), {
    daily: await plain(plainDaily),
    buyers: await plain(plainBuyers),
    monthly: await plain(plainMonthly),
  });
}

describe('the engine on a Redshift', () => {
  before(() => loadModule());

  it('migrates once, builds, and publishes what differs', async (t) => {
    const shop = await openWithOrders(t);
    const { warehouseUrl, warehouseReadUrl } = shop.environment;
    await migrateWarehouse(warehouseUrl, 'summa', warehouseReadUrl);
    assert.deepEqual(await checkWarehouse(shop.engine.registry, warehouseUrl), []);
    assert.equal(await epochOf(shop), 1);
    await assertPlain(shop);
    const first = await everything(shop, 1);
    await shop.pool.query(`
      update raw.orders set amount = amount + 1 where order_id > 180;
      delete from raw.orders where order_id = 190;
      insert into raw.orders values (500, '2024-03-11 10:00Z', null, 12.5, null)`);
    assert.equal(await shop.refresh(), null);
    assert.equal(await epochOf(shop), 2);
    await assertPlain(shop);
    assert.deepEqual(await everything(shop, 1), first);
    assert.equal(await shop.refresh(), null);
    assert.equal(await epochOf(shop), 2);
    assertUnderstood(shop);
  });

  it('switches to a copy where very much has changed, and to a new generation for a new definition', async (t) => {
    const shop = await openWithOrders(t);
    await shop.pool.query('update raw.orders set amount = amount + 1');
    const few = { ...shop.engine, limits: { changedRows: 2 } };
    const { id } = await requestRefresh(few.store, few.registry, {
      summary: 'daily',
      requestedBy: 'test',
      mode: 'all',
    });
    assert.equal(await runToItsEnd(few, id), null);
    await shop.pool.query('update raw.orders set amount = amount + 1 where order_id > 190');
    const again = await requestRefresh(few.store, few.registry, { summary: 'daily', requestedBy: 'test' });
    assert.equal(await runToItsEnd(few, again.id), null);
    assert.equal(await epochOf(shop), 3);
    await assertPlain(shop);

    const perMonth = defineSummary({
      name: 'monthly',
      description: 'Revenue per month and country.',
      from: rowsOf(daily),
      grain: { month: month('day'), country: text() },
      columns: { revenue: sum('revenue') },
      refresh: { by: 'month' },
      zone: 'Asia/Seoul',
    });
    const registry = defineRegistry({ summaries: [daily, perMonth], dashboards: [] });
    const changed = { ...shop.engine, registry };
    const wish = await requestRefresh(changed.store, registry, { summary: 'daily', requestedBy: 'test' });
    assert.equal(await runToItsEnd(changed, wish.id), null);
    assert.equal(await epochOf(shop), 4);
    assert.deepEqual(Object.keys((await readAt(shop.pool, 4, 'monthly'))[0] ?? {}), ['month', 'country', 'revenue']);
    assertUnderstood(shop);
  });

  it('keeps a bad build, publishes it anyway, or lets it go', async (t) => {
    const checks = [
      notNull('country'),
      acceptedValues('country', ['KR', 'US'], { severity: 'warn' }),
      rowsUsual({ within: 5, severity: 'warn' }),
      totalUsual('revenue', { within: 5, severity: 'warn' }),
      sqlCheck('no refunds', {
        severity: 'warn',
        sources: [orders],
        rows: (db) => db.selectFrom('raw.orders').select('order_id').where('amount', '<', 0),
      }),
      ...definitionOf(daily).checks,
    ];
    const checked = { ...definitionOf(daily), checks };
    const registry = { ...shopRegistry, summaries: [checked] };
    const shop = await openRedshiftShop(t, registry);
    await shop.pool.query(
      `insert into raw.orders select g, timestamptz '2024-03-01 00:00Z' + g * interval '1 hour', 'KR', g, g from generate_series(1, 99) g`,
    );
    assert.equal(await shop.refresh(), null);
    await shop.pool.query(
      `insert into raw.orders values (100, '2024-03-05 00:00Z', null, 1, 1), (101, '2024-03-05 00:00Z', null, 1, 1)`,
    );
    assert.match((await shop.refresh()) ?? '', /country/);
    assert.equal(await epochOf(shop), 1);
    const [kept] = await listQuarantine(shop.pool, 'summa', registry, { open: true });
    assert.equal(kept?.refusal, null);
    const detail = await quarantineDetail(shop.pool, 'summa', registry, kept?.id ?? '');
    assert.deepEqual(detail?.examples[0]?.values[0]?.slice(0, 2), ['2024-03-05', null]);
    assert.equal(detail?.members[0]?.opened, '1');
    const decision = { id: kept?.id ?? '', reason: 'known', who: 'ann' };
    const { id } = await requestPublishAnyway(shop.engine.store, shop.pool, 'summa', registry, decision);
    assert.equal(await runToItsEnd(shop.engine, id), null);
    assert.equal(await epochOf(shop), 2);
    const rows = await readAt(shop.pool, 2, 'daily');
    assert.equal(rows.filter(({ country }) => country === null).length, 1);

    await shop.pool.query(`insert into raw.orders values (102, '2024-03-05 01:00Z', null, 1, 1)`);
    assert.match((await shop.refresh()) ?? '', /country/);
    const [next] = await listQuarantine(shop.pool, 'summa', registry, { open: true });
    await discardQuarantine(shop.engine.store, shop.pool, 'summa', registry, {
      id: next?.id ?? '',
      reason: 'no',
      who: 'ann',
    });
    assert.deepEqual((await listQuarantine(shop.pool, 'summa', registry)).map(({ state }) => state).sort(), [
      'discarded',
      'published',
    ]);
    assertUnderstood(shop);
  });

  it('rolls an epoch back, holds its days, and says what each epoch changed', async (t) => {
    const shop = await openWithOrders(t);
    const { store, registry } = shop.engine;
    const first = await everything(shop, 1);
    await shop.pool.query('update raw.orders set amount = amount * 2 where order_id > 170');
    assert.equal(await shop.refresh(), null);
    const doubled = await restatementOf(shop.pool, 'summa', 2);
    assert.deepEqual(
      doubled?.changes.map(({ summary }) => summary),
      ['daily', 'monthly'],
    );
    assert.notEqual((await previewRollBack(shop.pool, 'summa', registry, 2)).summaries[0]?.opened, '0');
    const { id } = await requestRollBack(store, shop.pool, 'summa', registry, {
      epoch: 2,
      reason: 'doubled',
      who: 'ann',
    });
    assert.equal(await runToItsEnd(shop.engine, id), null);
    assert.deepEqual(await everything(shop, 3), first);
    assert.equal(await shop.refresh(), null);
    assert.equal(await epochOf(shop), 3);
    const [hold] = await listHolds(shop.pool, 'summa');
    await releaseHold(shop.pool, 'summa', { id: hold?.id ?? '', who: 'ann' });
    assert.equal(await shop.refresh(), null);
    await assertPlain(shop);
    assert.deepEqual(
      (await listEpochs(shop.pool, 'summa', { summary: 'daily' })).map(({ kind }) => kind),
      ['incremental', 'roll back', 'incremental', 'full'],
    );
    assertUnderstood(shop);
  });

  it('clears away what no readable epoch shows, and shows people what is served', async (t) => {
    const shop = await openWithOrders(t);
    const { registry } = shop.engine;
    await shop.pool.query('update raw.orders set amount = amount + 1 where order_id > 180');
    assert.equal(await shop.refresh(), null);
    await shop.pool.query('update raw.orders set amount = amount + 1');
    assert.equal(await shop.refresh({ mode: 'all' }), null);
    await shop.pool.query(`update summa._publish set at = at - interval '40 days'`);
    const cleared = await clearHistory(shop.engine, { pauseMs: 0 });
    assert.ok(cleared.generations > 0, JSON.stringify(cleared));
    await assertPlain(shop);

    const { rows } = await shop.pool.query(
      'select day::text as day, country, aov::text as aov from summa.daily order by 1, 2',
    );
    const plain = await shop.pool.query(`
      select cast(ordered_at at time zone 'Asia/Seoul' as date)::text as day, country,
             round(sum(cast(amount as numeric(38,2))) / count(*), 2)::text as aov
        from raw.orders group by 1, 2 order by 1, 2`);
    assert.deepEqual(rows, plain.rows);

    assert.equal((await warehouseHealth(registry, shop.environment)).summaries.total, 2);
    assert.equal((await storageOf(shop.pool, 'summa', registry))[0]?.horizon, 3);
    assert.equal((await adminOverview(registry, shop.environment)).summaries.length, 2);
    assert.ok(await summaryView(registry, 'daily', shop.environment));
    const preview = await previewRefresh(shop.engine, registry, { summary: 'daily', mode: 'all', range: null });
    assert.ok(preview.units > 0);
    await outnumberRun(shop.engine, '1');
    assertUnderstood(shop);
  });
});
