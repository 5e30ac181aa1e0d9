import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { admin, type Shop, testShop } from '#lib/dashboard/test-shop.ts';
import { PersonError } from '#lib/problem.ts';
import { connectionConfig, sessionOptions } from '#lib/warehouse/connect.ts';
import { tileFailure } from '../failure.ts';
import type { Load, OpenLoad } from './load.ts';
import { openLoad } from './load.ts';
import { LoadEnded } from './load-ended.ts';
import { pageLoads } from './page-loads.ts';
import { runStatement } from './run-statement.ts';

let shop: Shop;
const ends: (() => Promise<void>)[] = [];
before(async () => {
  shop = await testShop({ after: (end) => void ends.push(end) });
});
after(async () => {
  for (const end of ends) await end();
});

const open = (given: Partial<OpenLoad> = {}) => openLoad({ viewer: admin, warehouse: shop.warehouse, ...given });
let questions = 0;
/** A question of its own, or one that was asked before. */
const ask = (load: Load, sql: string, question = `question ${++questions}`) =>
  load.rows({
    key: { incarnation: shop.url, generation: '7', changedAt: 3, scope: 'everything', question },
    compiled: { sql, parameters: [] },
    at: { summary: 'daily_sales', epoch: 3 },
  });

const sleeping = (mark: string) => `select '${mark}', pg_sleep(60)::text`;
async function running(mark: string): Promise<number> {
  const { rows } = await shop.pool.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity where state = 'active' and query like $1 and pid <> pg_backend_pid()`,
    [`select '${mark}'%`],
  );
  return rows[0]?.n ?? -1;
}
async function untilRunning(mark: string, wanted: number): Promise<void> {
  for (let waited = 0; (await running(mark)) !== wanted; waited += 20) {
    assert.ok(waited < 20_000, `${await running(mark)} statements of ${mark} run, expected ${wanted}`);
    await sleep(20);
  }
}

describe('a statement', () => {
  it('runs once for all who ask, and is cancelled when the last of them has left', async () => {
    const [one, two, three] = [open(), open(), open()];
    const asked = [one, two, three].map((load) => ask(load, sleeping('shared'), 'shared'));
    const settled = Promise.allSettled(asked);
    await untilRunning('shared', 1);
    one.end();
    two.end();
    await assert.rejects(asked[0] ?? Promise.resolve(), LoadEnded);
    await sleep(100);
    assert.equal(await running('shared'), 1);
    three.end();
    await untilRunning('shared', 0);
    assert.ok((await settled).every((each) => each.status === 'rejected' && each.reason instanceof LoadEnded));

    // Who comes now is not told that others have left.
    const next = open();
    assert.deepEqual((await ask(next, `select 'anew'`, 'shared')).rows, [['anew']]);
    next.end();
  });

  it('is cancelled when the request is broken off', async () => {
    const request = new AbortController();
    const load = open({ signal: request.signal });
    const asked = ask(load, sleeping('broken'));
    const failed = assert.rejects(asked, LoadEnded);
    await untilRunning('broken', 1);
    request.abort();
    await failed;
    await untilRunning('broken', 0);
    load.end();
  });

  it('is cancelled when its browser says that it left, or says nothing of another viewer’s load', async () => {
    const load = open({ id: 'named-by-browser' });
    const failed = assert.rejects(ask(load, sleeping('left')), LoadEnded);
    await untilRunning('left', 1);
    pageLoads().end({ id: 'somebody else' }, 'named-by-browser');
    await sleep(100);
    assert.equal(await running('left'), 1);
    pageLoads().end(admin, 'named-by-browser');
    await failed;
    await untilRunning('left', 0);
  });

  it('leaves its connection usable for nothing else when it is cancelled', async () => {
    for (let i = 0; i < 20; i++) {
      const gone = new AbortController();
      const pool = shop.warehouse.pages;
      const cancelled = runStatement(pool, { sql: `select pg_sleep(0.0${i % 10})`, parameters: [] }, gone.signal);
      const settled = cancelled.then(
        () => null,
        () => null,
      );
      await sleep(i % 10);
      gone.abort();
      await settled;
      assert.deepEqual(await runStatement(pool, { sql: 'select 1', parameters: [] }), [[1]]);
    }
  });

  it('is stopped at the time limit, in words for a person', async () => {
    const pages = new pg.Pool({
      ...connectionConfig(shop.url, 'summa pages', sessionOptions({ statementTimeout: '300ms', readOnly: true })),
      max: 2,
    });
    try {
      const load = open({ warehouse: { ...shop.warehouse, pages } });
      const error: unknown = await ask(load, sleeping('slow')).catch((thrown: unknown) => thrown);
      assert.equal(tileFailure('slow', error).code, 'timeout');
      assert.equal(await running('slow'), 0);
      assert.deepEqual((await ask(load, `select 'after'`)).rows, [['after']]);
      load.end();
    } finally {
      await pages.end();
    }
  });

  it('is stopped when its rows are more than an answer may be, and is no part of one', async () => {
    const { pages } = shop.warehouse;
    const sql = `select 'large', repeat('x', 1000) from generate_series(1, 1000000)`;
    await assert.rejects(runStatement(pages, { sql, parameters: [] }, undefined, 100_000), PersonError);
    await untilRunning('large', 0);
  });

  it('of a load that has ended is not begun', async () => {
    const load = open();
    load.end();
    await assert.rejects(ask(load, sleeping('never')), LoadEnded);
    assert.equal(await running('never'), 0);
  });
});

describe('rows', () => {
  it('are kept for whoever asks next, and what is shaped of them too', async () => {
    const [one, two] = [open(), open()];
    assert.equal((await ask(one, `select 'kept'`, 'kept')).cached, false);
    const again = await ask(two, `select 'not asked'`, 'kept');
    assert.deepEqual([again.cached, again.rows], [true, [['kept']]]);
    const request = {
      key: { incarnation: shop.url, generation: '7', changedAt: 3, scope: 'everything' as const, question: 'shaped' },
      compiled: { sql: `select 'a' union all select 'b'`, parameters: [] },
      at: { summary: 'daily_sales', epoch: 3 },
    };
    let shaped = 0;
    const count = (key: string) => ({ key, of: (rows: unknown[]) => rows.length + ++shaped * 10 });
    const counted = await Promise.all([one.shaped(request, count('n')), two.shaped(request, count('n'))]);
    assert.deepEqual([counted[0].value, counted[1].value], [12, 12]);
    assert.equal((await one.shaped(request, count('n'))).cached, true);
    // Another shape of the same rows in the same load reads nothing.
    const unread = { ...request, compiled: { sql: 'select 1 / 0', parameters: [] } };
    assert.equal((await one.shaped(unread, count('m'))).value, 22);
    one.end();
    two.end();
  });
  it('of one viewer are not another’s', async () => {
    const load = open();
    const of = (country: string) =>
      load.rows({
        key: {
          incarnation: shop.url,
          generation: '7',
          changedAt: 3,
          scope: [{ column: 'country', values: [country] }],
          question: 'scoped',
        },
        compiled: { sql: `select '${country}'`, parameters: [] },
        at: { summary: 'daily_sales', epoch: 3 },
      });
    assert.deepEqual([(await of('KR')).rows, (await of('JP')).rows], [[['KR']], [['JP']]]);
    load.end();
  });
});
