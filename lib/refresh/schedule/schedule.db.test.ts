import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { count } from '#lib/definition/columns.ts';
import { date } from '#lib/definition/grain.ts';
import { defineRegistry, type Registry } from '#lib/definition/registry.ts';
import { defineSummary, type Refresh, rowsFrom } from '#lib/definition/summary.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import { testStore } from '#lib/store/test-store.ts';
import { orders } from '../testing/shop.ts';
import { listSchedules } from './list-schedules.ts';
import { requestDue } from './request-due.ts';
import { pauseSchedule, setSchedule } from './set-schedule.ts';
import { storeSchedules } from './store-schedules.ts';

const day = 86_400_000;

function registryWith(refresh: Refresh): Registry {
  const daily = defineSummary({
    name: 'daily',
    description: 'Orders per day.',
    from: rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at'])),
    grain: { day: date('ordered_at') },
    columns: { orders: count() },
    refresh: { by: 'day', lookBack: 1, ...refresh },
    zone: 'Asia/Seoul',
  });
  return defineRegistry({ summaries: [daily], dashboards: [] });
}

/** No summary here names tables to watch. */
const unwatched = async () => assert.fail('nothing is watched');

async function scheduled(t: TestContext, refresh: Refresh): Promise<{ store: ControlStore; registry: Registry }> {
  const store = await testStore(t);
  const registry = registryWith(refresh);
  await storeSchedules(store, registry);
  return { store, registry };
}

async function missTicks(store: ControlStore): Promise<void> {
  await store
    .updateTable('schedule')
    .set({ next_at: new Date(Date.now() - 3 * day) })
    .execute();
}

const runsOf = (store: ControlStore) => store.selectFrom('run').select(['id', 'requested_by']).execute();

async function nextOf(store: ControlStore): Promise<Date> {
  return (await store.selectFrom('schedule').select('next_at').executeTakeFirstOrThrow()).next_at;
}

describe('requestDue()', () => {
  for (const [name, refresh] of Object.entries({
    'an interval': { every: '15 minutes' },
    'a cron': { cron: '*/15 * * * *' },
  } satisfies Record<string, Refresh>)) {
    it(`makes one run of all missed ticks of ${name}, in whichever worker asks first`, async (t) => {
      const { store, registry } = await scheduled(t, refresh);
      await missTicks(store);
      const asked = await Promise.all(Array.from({ length: 5 }, () => requestDue(store, registry, unwatched)));
      assert.deepEqual(asked.flat(), ['daily']);
      assert.deepEqual(await requestDue(store, registry, unwatched), []);
      assert.equal((await runsOf(store)).length, 1);
      const wait = (await nextOf(store)).getTime() - Date.now();
      assert.ok(wait > -1000 && wait <= 15 * 60_000 + 1000, String(wait));
    });
  }

  it('asks nothing while paused, and once for all that was missed afterwards', async (t) => {
    const { store, registry } = await scheduled(t, { cron: '0 6 * * *' });
    await pauseSchedule(store, registry, { chain: 'daily', paused: true, who: 'ada@example.com' });
    await missTicks(store);
    assert.deepEqual(await requestDue(store, registry, unwatched), []);
    const [paused] = await listSchedules(store, registry);
    assert.deepEqual([paused?.paused?.by, paused?.nextAt, paused?.next], ['ada@example.com', null, []]);
    // The definitions are brought again at every start; that lifts no pause.
    await storeSchedules(store, registry);
    assert.deepEqual(await requestDue(store, registry, unwatched), []);
    await pauseSchedule(store, registry, { chain: 'daily', paused: false, who: 'ada@example.com' });
    assert.deepEqual(await requestDue(store, registry, unwatched), ['daily']);
    assert.deepEqual(await requestDue(store, registry, unwatched), []);
    assert.equal((await runsOf(store)).length, 1);
  });
});

describe('storeSchedules()', () => {
  it('begins an interval at once and a cron at its next time, in the zone', async (t) => {
    const { store, registry } = await scheduled(t, { cron: '0 6 * * *' });
    assert.deepEqual(await requestDue(store, registry, unwatched), []);
    assert.match((await nextOf(store)).toISOString(), /T21:00:00\.000Z$/);
    const elsewhere = registryWith({ cron: '0 6 * * *', zone: 'UTC' });
    await storeSchedules(store, elsewhere);
    assert.match((await nextOf(store)).toISOString(), /T06:00:00\.000Z$/);
    const every = registryWith({ every: '1 day' });
    await storeSchedules(store, every);
    await storeSchedules(await testStore(t), every);
    assert.ok((await nextOf(store)).getTime() - Date.now() <= day);
    await storeSchedules(store, registryWith({}));
    assert.deepEqual(await store.selectFrom('schedule').selectAll().execute(), []);
  });

  it('leaves what an admin has set until the admin goes back', async (t) => {
    const { store, registry } = await scheduled(t, { every: '1 hour' });
    const wish = { chain: 'daily', cron: '30 2 * * 1', zone: 'Europe/Berlin', who: 'ada@example.com' };
    await setSchedule(store, registry, wish);
    await storeSchedules(store, registry);
    const [set] = await listSchedules(store, registry);
    assert.deepEqual([set?.from, set?.cron, set?.zone, set?.every], ['admin', '30 2 * * 1', 'Europe/Berlin', null]);
    assert.equal(set?.next.length, 5);
    for (const at of set?.next ?? []) {
      const words = new Date(at).toLocaleString('en-GB', {
        timeZone: 'Europe/Berlin',
        weekday: 'short',
        timeStyle: undefined,
        hour: '2-digit',
        minute: '2-digit',
      });
      assert.match(words, /Mon.*0[23]:[03]0/);
    }
    await storeSchedules(store, registryWith({}));
    assert.equal((await listSchedules(store, registry))[0]?.from, 'admin');
    await setSchedule(store, registry, { ...wish, cron: null });
    const [back] = await listSchedules(store, registry);
    assert.deepEqual([back?.from, back?.every, back?.cron, back?.next.length], ['definition', '1 hour', null, 5]);
    assert.deepEqual(await requestDue(store, registry, unwatched), []);
  });
});

describe('setSchedule()', () => {
  it('refuses what is no cron, no zone and no chain', async (t) => {
    const { store, registry } = await scheduled(t, {});
    const wish = { chain: 'daily', cron: '0 6 * * *', zone: 'UTC', who: 'ada@example.com' };
    await assert.rejects(setSchedule(store, registry, { ...wish, cron: '0 6 * *' }), /five fields/);
    await assert.rejects(setSchedule(store, registry, { ...wish, cron: '0 0 31 2 *' }), /five fields/);
    await assert.rejects(setSchedule(store, registry, { ...wish, zone: 'Mars' }), /no time zone/);
    await assert.rejects(setSchedule(store, registry, { ...wish, chain: 'weekly' }), { status: 404 });
    await assert.rejects(pauseSchedule(store, registry, { ...wish, paused: true }), /no schedule/);
    const [none] = await listSchedules(store, registry);
    assert.deepEqual([none?.every, none?.cron, none?.zone, none?.nextAt], [null, null, 'Asia/Seoul', null]);
    await setSchedule(store, registry, wish);
    assert.equal((await listSchedules(store, registry))[0]?.next.length, 5);
  });
});

it('tells the newest run of a chain, also after the ninth', async (t) => {
  const { store, registry } = await scheduled(t, { every: '15 minutes' });
  for (let run = 1; run <= 10; run++) {
    await sql`insert into summa_control.run (chain, summary, mode, state, requested_by, finished_at)
      values ('daily', 'daily', 'due', ${run === 10 ? 'failed' : 'succeeded'}, 'test', now())`.execute(store);
  }
  const [{ lastRun } = assert.fail('no schedule')] = await listSchedules(store, registry);
  assert.deepEqual([lastRun?.id, lastRun?.state], ['10', 'failed']);
});
