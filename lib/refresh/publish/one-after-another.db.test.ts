import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { postgresEngine } from '#lib/warehouse/postgres/engine.ts';
import { redshiftEngine } from '#lib/warehouse/redshift/engine.ts';
import { oneAfterAnother } from './one-after-another.ts';

describe('oneAfterAnother(store, dialect)', () => {
  it('lets one publish of a Redshift run at a time, also after one that failed', async (t) => {
    const { controlUrl } = await testDatabase(t);
    t.after(() => closeControlStore(controlUrl));
    const inTurn = oneAfterAnother(controlStore(controlUrl), redshiftEngine);
    let running = 0;
    let most = 0;
    const publish = async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(20);
      running -= 1;
    };
    const failing = inTurn(async () => {
      await publish();
      throw new Error('no');
    });
    const all = await Promise.allSettled([failing, inTurn(publish), inTurn(publish), inTurn(publish)]);
    assert.deepEqual(
      all.map(({ status }) => status),
      ['rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
    );
    assert.equal(most, 1);
  });

  it('asks nothing of the control store for a PostgreSQL, whose rows lock themselves', async (t) => {
    const { controlUrl } = await testDatabase(t);
    t.after(() => closeControlStore(controlUrl));
    const store = controlStore(controlUrl);
    await store.destroy();
    assert.equal(await oneAfterAnother(store, postgresEngine)(async () => 'published'), 'published');
  });
});
