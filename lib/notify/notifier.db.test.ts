import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { readDeliveries, sendDue, sendTest, writeDeliveries } from '#lib/notify/deliveries.ts';
import { startNotifier } from '#lib/notify/notifier.ts';
import { signatureHolds, startReceiver } from '#lib/notify/testing/receiver.ts';
import { troubledSummaries } from '#lib/notify/troubled.ts';
import { readWebhook, removeWebhook, saveWebhook } from '#lib/notify/webhook.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { testStore } from '#lib/store/test-store.ts';

const appUrl = 'https://summa.example.com';
const allowPrivate = true;
const quiet = () => {};

async function endRun(store: ControlStore, summary: string, state: 'succeeded' | 'failed' | 'partial', error?: string) {
  // The database's clock, as the engine's: this process's counts only whole milliseconds, and the webhook may be as young.
  const finished_at = sql<Date>`now()`;
  const row = {
    chain: summary,
    summary,
    mode: 'due',
    requested_by: 'test',
    finished_at,
    state,
    error: error ?? null,
  } as const;
  return (await store.insertInto('run').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

describe('writeDeliveries(store, appUrl) and sendDue(store)', () => {
  it('tell of each run that ended badly since the webhook was set, once', async (t) => {
    const store = await testStore(t);
    const { url, received } = await startReceiver(t);
    await endRun(store, 'daily_sales', 'failed', 'before anybody wanted to know');
    await saveWebhook(store, { url, who: 'ana@example.com', allowPrivate });
    await endRun(store, 'daily_sales', 'succeeded');
    const failed = await endRun(store, 'daily_sales', 'failed', 'postgres://u:secret@host/db is away');
    const partial = await endRun(store, 'daily_visits', 'partial', 'one day was refused');
    for (let time = 0; time < 2; time++) {
      await Promise.all([writeDeliveries(store, appUrl), writeDeliveries(store, appUrl)]);
      await Promise.all([sendDue(store, { allowPrivate }, quiet), sendDue(store, { allowPrivate }, quiet)]);
    }
    const bodies = received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    assert.deepEqual(bodies.map(({ run }) => run).sort(), [failed, partial]);
    const { at, ...told } = bodies.find(({ run }) => run === failed) ?? {};
    assert.ok(Math.abs(Date.parse(String(at)) - Date.now()) < 60_000);
    assert.deepEqual(told, {
      event: 'run.failed',
      run: failed,
      summary: 'daily_sales',
      state: 'failed',
      error: 'postgres://u:***@host/db is away',
      url: 'https://summa.example.com/admin',
    });
    const secret = (await readWebhook(store))?.secret ?? '';
    for (const each of received) assert.ok(signatureHolds(each, secret));
    assert.deepEqual(
      (await readDeliveries(store)).map(({ state }) => state),
      ['delivered', 'delivered'],
    );
  });

  it('try again under the same id, later each time, and say so without the secret', async (t) => {
    const store = await testStore(t);
    const { url, received } = await startReceiver(t, 500, 500, 200);
    await saveWebhook(store, { url, who: 'ana@example.com', allowPrivate });
    await endRun(store, 'daily_sales', 'failed', 'broken');
    await writeDeliveries(store, appUrl);
    const lines: string[] = [];
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      assert.equal(await sendDue(store, { allowPrivate }, (line) => lines.push(line)), 1);
      assert.equal(await sendDue(store, { allowPrivate }, quiet), 0);
      const { next_at } = await store.selectFrom('webhook_delivery').select('next_at').executeTakeFirstOrThrow();
      waits.push(Math.round((next_at.getTime() - Date.now()) / 1000));
      await store.updateTable('webhook_delivery').set({ next_at: new Date() }).execute();
    }
    assert.ok(waits[0] !== undefined && waits[0] <= 5 && waits[1] !== undefined && waits[1] > 250, String(waits));
    assert.equal(new Set(received.map(({ headers }) => headers['webhook-id'])).size, 1);
    assert.equal(new Set(received.map(({ body }) => body)).size, 1);
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? '', /status 500\); it is tried again in 5 s/);
    const secret = (await readWebhook(store))?.secret ?? '';
    assert.ok(!lines.join().includes(secret.slice(6, 20)));
    assert.deepEqual(
      (await readDeliveries(store)).map(({ state, attempts }) => [state, attempts]),
      [['delivered', 3]],
    );
  });

  it('stop when the receiver says it is gone, and when nobody is to be told', async (t) => {
    const store = await testStore(t);
    const { url } = await startReceiver(t, 410);
    await saveWebhook(store, { url, who: 'ana@example.com', allowPrivate });
    await endRun(store, 'daily_sales', 'failed');
    await writeDeliveries(store, appUrl);
    await sendDue(store, { allowPrivate }, quiet);
    assert.equal((await readDeliveries(store))[0]?.state, 'given up');
    await removeWebhook(store);
    await endRun(store, 'daily_sales', 'failed');
    await writeDeliveries(store, appUrl);
    assert.equal((await readDeliveries(store)).length, 1);
    assert.equal(await sendTest(store, appUrl, {}), null);
  });
});

describe('saveWebhook(store, { url })', () => {
  it('keeps the secret for the same host and makes another for another one', async (t) => {
    const store = await testStore(t);
    const save = async (url: string) => {
      await saveWebhook(store, { url, who: 'ana@example.com', allowPrivate: false });
      return (await readWebhook(store))?.secret;
    };
    const first = await save('https://hooks.example.com/a');
    assert.match(first ?? '', /^whsec_/);
    assert.equal(await save('https://hooks.example.com/b'), first);
    assert.notEqual(await save('https://other.example.com/b'), first);
  });

  it('refuses what is no public web address, in a sentence', async (t) => {
    const store = await testStore(t);
    for (const [url, why] of [
      ['hooks.example.com', /not a web address/],
      ['ftp://hooks.example.com', /not a web address/],
      ['https://ana:pass@hooks.example.com', /user name or a password/],
      ['http://localhost:3000', /localhost is an address of this machine/],
      ['http://0x7f000001/', /127\.0\.0\.1 is an address of this machine/],
      ['http://[::ffff:10.0.0.1]/', /private network/],
    ] as const) {
      await assert.rejects(saveWebhook(store, { url, who: 'ana@example.com', allowPrivate: false }), why);
    }
    assert.equal(await readWebhook(store), null);
  });
});

describe('startNotifier({ environment })', () => {
  it('keeps the address of the environment and tells it', async (t) => {
    const store = await testStore(t);
    const { url, received } = await startReceiver(t);
    const environment = { controlUrl: '', appUrl };
    const notifier = await startNotifier({ environment, store, url, allowPrivate, everyMs: 20, log: quiet });
    await endRun(store, 'daily_sales', 'failed');
    for (let looks = 0; received.length === 0 && looks < 1_000; looks++) await delay(10);
    assert.equal(received.length, 1);
    await notifier.stop();
    assert.equal((await readWebhook(store))?.url, url);
  });

  it('says that the address of the environment is wrong, and goes on', async (t) => {
    const store = await testStore(t);
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const notifier = await startNotifier({ environment: { controlUrl: '', appUrl }, store, url: 'hooks', log });
    await notifier.stop();
    assert.match(lines[0] ?? '', /^SUMMA_WEBHOOK_URL is not used. This is not a web address\./);
  });
});

describe('troubledSummaries(store, defined)', () => {
  it('names those whose newest run did not succeed, until one does', async (t) => {
    const store = await testStore(t);
    await endRun(store, 'daily_sales', 'succeeded');
    await endRun(store, 'daily_sales', 'failed');
    await endRun(store, 'daily_visits', 'partial');
    await endRun(store, 'removed', 'failed');
    const defined = ['daily_sales', 'daily_visits'];
    assert.deepEqual(await troubledSummaries(store, defined), defined);
    await endRun(store, 'daily_sales', 'succeeded');
    assert.deepEqual(await troubledSummaries(store, defined), ['daily_visits']);
  });
});
