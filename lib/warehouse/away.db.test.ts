import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { newestEpoch } from '#lib/dashboard/newest-epoch.ts';
import { buildMissing } from '#lib/refresh/run/first-build.ts';
import { requestRefresh } from '#lib/refresh/run/request.ts';
import { shopRegistry, shopTables } from '#lib/refresh/testing/shop.ts';
import { adminOverview } from '#lib/refresh/view/overview.ts';
import { startWorker } from '#lib/refresh/worker/worker.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { warehousePool } from './connect.ts';
import { warehouseHealth } from './health.ts';
import { migrateWarehouse } from './migrate.ts';
import { company } from './testing/company.ts';
import { noSeparateServer } from './testing/separate-server.ts';

/** A built shop whose control store is on another server than its warehouse. */
async function shopElsewhere(t: { after(fn: () => Promise<void>): void }) {
  const { server, environment, asDba } = await company(t, shopTables);
  const { controlUrl } = await testDatabase(t);
  t.after(() => closeControlStore(controlUrl));
  const apart = { ...environment, controlUrl };
  await asDba(`insert into raw.orders values (1, '2024-02-10 00:00Z', 'KR', 1, 1)`);
  await migrateControlStore(controlStore(controlUrl));
  await migrateWarehouse(apart.warehouseUrl, 'summa', apart.warehouseReadUrl);
  await buildMissing({ registry: shopRegistry, environment: apart, log: () => {} });
  const pages = warehousePool('pages', apart.warehouseReadUrl);
  const exports = warehousePool('exports', apart.warehouseReadUrl);
  return { server, asDba, environment: apart, reads: { pages, exports, schema: 'summa' } };
}

describe('a warehouse that is away', { skip: noSeparateServer }, () => {
  it('is said to be, and everything goes on by itself when it is back', async (t) => {
    const { server, environment, reads } = await shopElsewhere(t);
    let time = 0;
    const later = () => (time += 10_000);
    const { epoch } = await newestEpoch(reads, later);
    const worker = await startWorker({ registry: shopRegistry, environment, log: () => {}, beatMs: 200 });
    t.after(() => worker.stop());

    await server.stop();
    await assert.rejects(newestEpoch(reads, later), { status: 503, message: /cannot be reached just now/ });
    await assert.rejects(adminOverview(shopRegistry, environment), { status: 503, message: /Nothing listens at 127/ });
    assert.equal((await warehouseHealth(shopRegistry, environment)).status, 'unavailable');
    const store = controlStore(environment.controlUrl);
    const { id } = await requestRefresh(store, shopRegistry, { summary: 'daily', mode: 'all', requestedBy: 'test' });
    const run = () =>
      store.selectFrom('run').select(['state', 'error', 'attempt']).where('id', '=', id).executeTakeFirstOrThrow();
    for (let waited = 0; waited < 100 && (await run()).error === null; waited++) await sleep(100);
    assert.match((await run()).error ?? '', /Nothing listens at 127\.0\.0\.1, port \d+, which WAREHOUSE_URL names/);
    assert.ok(['queued', 'planning'].includes((await run()).state));

    await server.start();
    assert.equal((await newestEpoch(reads, later)).epoch, epoch);
    for (let waited = 0; waited < 200 && (await run()).state !== 'succeeded'; waited++) await sleep(100);
    assert.equal((await run()).state, 'succeeded');
    assert.equal((await warehouseHealth(shopRegistry, environment)).status, 'ok');
  });

  it('or lets nobody in is told to admins with what to correct', async (t) => {
    const { asDba, environment, reads } = await shopElsewhere(t);
    await asDba('revoke select on summa._epoch from summa_read');
    await assert.rejects(newestEpoch(reads), { status: 503, message: /may not read its tables.*doctor/ });
    await assert.rejects(
      adminOverview(shopRegistry, environment),
      /role "summa_read" of .* may not read Summa's tables/,
    );
    await asDba('grant select on summa._epoch to summa_read');
    assert.equal((await newestEpoch(reads)).epoch, 1);

    const worker = await startWorker({ registry: shopRegistry, environment, log: () => {}, beatMs: 200 });
    t.after(() => worker.stop());
    await asDba(`alter role summa password 'changed'`);
    const store = controlStore(environment.controlUrl);
    const { id } = await requestRefresh(store, shopRegistry, { summary: 'daily', requestedBy: 'test' });
    const run = () => store.selectFrom('run').select(['state', 'error']).where('id', '=', id).executeTakeFirstOrThrow();
    for (let waited = 0; waited < 100 && (await run()).state !== 'failed'; waited++) await sleep(100);
    assert.match((await run()).error ?? '', /refuses the password of "summa" in WAREHOUSE_URL/);
    assert.doesNotMatch((await run()).error ?? '', /secret|changed/);
  });
});
