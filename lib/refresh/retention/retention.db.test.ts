import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import pg from 'pg';
import { oldestEpoch } from '#lib/warehouse/horizon.ts';
import type { Engine } from '../run/engine.ts';
import { readAt } from '../testing/read-at.ts';
import type { Shop } from '../testing/shop.ts';
import { clearHistory } from './clear-history.ts';
import { storageOf } from './storage.ts';
import { age, epochs, shopWithHistory } from './testing/history.ts';

const relations = [
  ['daily', 'rows'],
  ['daily', 'buyers'],
  ['monthly', 'rows'],
] as const;

async function everything(shop: Shop, epoch: number) {
  return Promise.all(relations.map(([summary, relation]) => readAt(shop.pool, epoch, summary, relation)));
}

const quick = { pauseMs: 0, batch: 3 };
const horizons = async (shop: Shop) =>
  (await shop.pool.query('select summary, epoch::int as epoch from summa._horizon order by 1')).rows;
const tables = async (shop: Shop) =>
  (
    await shop.pool.query(
      `select tablename from pg_tables where schemaname = 'summa' and tablename ~ '^_g[0-9]' order by 1`,
    )
  ).rows.length;

describe('clearHistory(engine)', () => {
  it('takes what no kept epoch shows, and leaves every kept one as it was', async (t) => {
    const shop = await shopWithHistory(t);
    const before = new Map(await Promise.all(epochs.map(async (e) => [e, await everything(shop, e)] as const)));
    const [was] = await storageOf(shop.pool, 'summa', shop.engine.registry);
    assert.equal(was?.generations, 2);
    assert.equal(was?.horizon, null);
    assert.equal(was?.keep, '30 days');
    await age(shop, 4);
    const cleared = await clearHistory(shop.engine, quick);
    assert.equal(cleared.generations, 2);
    assert.ok(cleared.rows > 0);
    assert.deepEqual(await horizons(shop), [
      { summary: 'daily', epoch: 4 },
      { summary: 'monthly', epoch: 4 },
    ]);
    for (const epoch of [4, 5] as const)
      assert.deepEqual(await everything(shop, epoch), before.get(epoch), String(epoch));
    for (const relation of ['_g3_rows', '_g3_buyers', '_g4_rows']) {
      const { rows } = await shop.pool.query(
        `select count(*)::int as old from summa."${relation}_closed" where _to <= 4`,
      );
      assert.equal(rows[0].old, 0, relation);
    }
    assert.equal(await tables(shop), 6);
    const [now] = await storageOf(shop.pool, 'summa', shop.engine.registry);
    assert.deepEqual([now?.generations, now?.horizon, now?.oldGenerationsBytes], [1, 4, '0']);
    assert.ok(BigInt(was?.oldGenerationsBytes ?? 0) > 0n);
    assert.equal(await oldestEpoch(shop.pool, 'summa', ['daily', 'monthly']), 4);
    assert.deepEqual(await clearHistory(shop.engine, quick), { rows: 0, generations: 0 });
    // The engine goes on where it was.
    await shop.pool.query('update raw.orders set amount = amount + 3 where order_id > 500');
    assert.equal(await shop.refresh(), null);
    assert.deepEqual(await everything(shop, 5), before.get(5));
  });

  it('takes nothing that is younger, nor what is served, however old', async (t) => {
    const shop = await shopWithHistory(t);
    assert.deepEqual(await clearHistory(shop.engine, quick), { rows: 0, generations: 0 });
    assert.deepEqual(await horizons(shop), []);
    const newest = await everything(shop, 5);
    await age(shop, 5);
    await clearHistory(shop.engine, quick);
    assert.deepEqual(await everything(shop, 5), newest);
    assert.deepEqual(
      (await horizons(shop)).map(({ epoch }) => epoch),
      [5, 5],
    );
    await shop.pool.query('update summa._publish set at = now() where epoch > 2');
    await clearHistory(shop.engine, quick);
    assert.deepEqual(
      (await horizons(shop)).map(({ epoch }) => epoch),
      [5, 5],
    );
  });

  it('lets the views show kept epochs, and fail at others rather than show too little', async (t) => {
    const shop = await shopWithHistory(t);
    const reader = new pg.Client(shop.readUrl);
    reader.on('error', () => {});
    await reader.connect();
    t.after(() => reader.end());
    const totals = async (epoch: number) => {
      await reader.query(`set summa.epoch = '${epoch}'`);
      return (await reader.query('select sum(revenue)::text as revenue, count(*)::text as rows from summa.daily')).rows;
    };
    const before = [await totals(4), await totals(5)];
    await age(shop, 4);
    await clearHistory(shop.engine, quick);
    assert.deepEqual([await totals(4), await totals(5)], before);
    for (const epoch of [1, 2, 3]) await assert.rejects(totals(epoch), /daily is kept from epoch 4 on/);
    await assert.rejects(
      reader.query(`select * from summa.monthly where country = 'nowhere'`),
      /monthly is kept from epoch 4 on/,
    );
    await reader.query('reset summa.epoch');
    assert.equal((await reader.query('select * from summa.daily')).rows.length > 0, true);
  });

  it('fails in the views for a transaction from before, too, whose tables are gone', async (t) => {
    const shop = await shopWithHistory(t);
    const reader = new pg.Client(shop.readUrl);
    reader.on('error', () => {});
    await reader.connect();
    t.after(() => reader.end());
    await reader.query('begin isolation level repeatable read');
    await reader.query('select 1');
    await age(shop, 4);
    assert.equal((await clearHistory(shop.engine, quick)).generations, 2);
    await reader.query(`set local summa.epoch = '2'`);
    await assert.rejects(reader.query('select sum(revenue) from summa.daily'), /daily is kept from epoch 3 on/);
  });

  it('does the rest in its next pass when it was cut between the horizon and the deletion', async (t) => {
    const shop = await shopWithHistory(t);
    const kept = await everything(shop, 4);
    await age(shop, 4);
    const stop = new AbortController();
    const cut = clearHistory(shop.engine, { pauseMs: 60_000, stop: stop.signal });
    while ((await horizons(shop)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    assert.deepEqual(await cut, { rows: 0, generations: 0 });
    assert.equal(await tables(shop), 12);
    assert.deepEqual(await everything(shop, 4), kept);
    const rest = await clearHistory(shop.engine, quick);
    assert.ok(rest.rows > 0 && rest.generations === 2);
    assert.deepEqual(await everything(shop, 4), kept);
  });

  it('is done by one of many workers, and repaired after any of them was killed', async (t) => {
    const shop = await shopWithHistory(t);
    const kept = await everything(shop, 4);
    await age(shop, 4);
    const all = await Promise.all(
      Array.from({ length: 4 }, () => clearHistory(shop.engine, { ...quick, pauseMs: 300 })),
    );
    assert.equal(all.filter(({ generations }) => generations > 0).length, 1);
    await age(shop, 5);
    for (let kill = 0; kill < 5; kill++) {
      const pass = clearHistory(shop.engine, { pauseMs: 0, batch: 1 }).catch(() => null);
      await new Promise((resolve) => setTimeout(resolve, 15 * kill));
      await shop.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'summa retention'`,
      );
      await pass;
    }
    const newest = await everything(shop, 5);
    await clearHistory(shop.engine, quick);
    assert.deepEqual(await everything(shop, 5), newest);
    assert.notDeepEqual(await everything(shop, 4), kept);
    const { rows } = await shop.pool.query('select count(*)::int as n from summa._g3_rows_closed');
    assert.equal(rows[0].n, 0);
  });

  it('waits for readers of an old generation rather than queue others behind it', async (t) => {
    const shop = await shopWithHistory(t);
    await age(shop, 4);
    const reader = new pg.Client(shop.readUrl);
    reader.on('error', () => {});
    await reader.connect();
    t.after(() => reader.end());
    await reader.query('begin');
    await reader.query('select * from summa._g1_rows');
    const said: string[] = [];
    const engine: Engine = { ...shop.engine, log: (line) => said.push(line) };
    const held = clearHistory(engine, quick);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await reader.query('commit');
    assert.equal((await held).generations, 2, said.join('\n'));
  });

  it('forgets old fences but the highest', async (t) => {
    const shop = await shopWithHistory(t);
    const { rows: before } = await shop.pool.query('select max(fence)::text as fence from summa._fence');
    await shop.pool.query(`update summa._fence set at = now() - interval '31 days'`);
    await clearHistory(shop.engine, quick);
    const { rows } = await shop.pool.query('select fence::text as fence from summa._fence');
    assert.deepEqual(rows, before);
  });
});
