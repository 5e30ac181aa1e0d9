import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { english } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import type { Shop } from '../testing/shop.ts';
import { sourceTiers } from './source-tiers.ts';
import {
  assertEqualsPlain,
  capture,
  dropCapture,
  insertJanuary,
  insertOn,
  openExactShop,
  pending,
} from './testing/late-shop.ts';

describe('an exact source', () => {
  let shop: Shop;
  before(async () => {
    shop = await openExactShop();
  });
  after(() => shop.drop());

  const run = (text: string) => shop.pool.query(text);
  const tier = async () => {
    const [head] = shop.engine.registry.summaries;
    return head ? (await sourceTiers(shop.pool, 'summa', head))[0] : undefined;
  };
  /** Changes rows, sees which days are pending, refreshes, and compares everything with plain SQL. */
  async function changes(text: string, days: string[]) {
    await run(text);
    assert.deepEqual(await pending(shop), days);
    assert.equal(await shop.refresh(), null);
    assert.deepEqual(await pending(shop), []);
    await assertEqualsPlain(shop);
  }
  const changed = async () => (await run('select count(*)::int as n from summa._change')).rows[0]?.n;

  it('has nothing pending when it was just built, and says so', async () => {
    assert.deepEqual(await pending(shop), []);
    assert.deepEqual(await tier(), { source: 'orders', table: 'raw.orders', tier: 'exact', state: 'ok', why: null });
    await assertEqualsPlain(shop);
  });

  it('finds inserted rows', () => changes(insertOn(101, '2024-01-03'), ['2024-01-03']));

  it('finds updated rows, where they were and where they are', async () => {
    await changes(`update raw.orders set amount = 9 where order_id = 5`, ['2024-01-05']);
    await changes(`update raw.orders set ordered_at = ordered_at - interval '3 days' where order_id = 12`, [
      '2024-01-09',
      '2024-01-12',
    ]);
  });

  it('finds deleted rows', () => changes('delete from raw.orders where order_id = 15', ['2024-01-15']));

  it('finds rows of COPY', async () => {
    const { from } = await import('pg-copy-streams');
    const client = await shop.pool.connect();
    try {
      const stream = client.query(from('copy raw.orders from stdin'));
      await new Promise<void>((resolve, reject) => {
        stream.on('error', reject).on('finish', resolve);
        stream.end('501\t2024-01-07 10:00+09\tKR\t3\t4\n');
      });
    } finally {
      client.release();
    }
    await changes('select 1', ['2024-01-07']);
  });

  it('finds rows of a day before the first that was built, and takes nothing back of what is complete', async () => {
    const through = async () =>
      (
        await run(
          `select complete_through, built_through::text as built from summa._publish_summary where summary = 'daily' order by epoch desc limit 1`,
        )
      ).rows[0];
    const was = await through();
    await run(insertOn(600, '2023-11-11'));
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
    await changes(insertOn(601, '2023-11-11'), ['2023-11-11']);
    assert.deepEqual(await through(), was);
  });

  it('finds no day for a row without a time, which lies in none', async () => {
    await run(`insert into raw.orders values (690, null, 'KR', 1, 1), (691, 'infinity', 'KR', 1, 1)`);
    assert.deepEqual(await pending(shop), []);
    await changes(`update raw.orders set ordered_at = '2024-01-16 12:00+09' where order_id in (690, 691)`, [
      '2024-01-16',
    ]);
  });

  it('finds nothing of a writer that rolled back, or that touched no row', async () => {
    const client = await shop.pool.connect();
    await client.query('begin');
    await client.query(insertOn(700, '2024-01-04'));
    await client.query('rollback');
    client.release();
    await changes('delete from raw.orders where order_id = -1', []);
  });

  it('finds a row whose writer began before the build and committed after it', async () => {
    const writer = new pg.Client(shop.url);
    await writer.connect();
    await writer.query('begin');
    await writer.query(insertOn(800, '2024-01-06'));
    // Another change of the same day: the build of that day does not see the open writer.
    await changes(insertOn(801, '2024-01-06'), ['2024-01-06']);
    await writer.query('commit');
    await writer.end();
    await changes('select 1', ['2024-01-06']);
  });

  it('forgets changes that all have seen, and no others', async () => {
    assert.equal(await shop.refresh(), null);
    assert.equal(await changed(), 0);
    await run(insertOn(802, '2024-01-08'));
    assert.equal(await shop.refresh({ range: { from: '2024-01-20', to: '2024-01-21' } }), null);
    assert.equal(await changed(), 1);
    await changes('select 1', ['2024-01-08']);
  });

  it('is broken while a trigger is disabled, and builds everything when it is whole again', async () => {
    await run('alter table raw.orders disable trigger summa_insert');
    await run(insertOn(900, '2024-01-11'));
    const broken = await tier();
    assert.equal(broken?.state, 'broken');
    assert.match(broken?.why ? say(broken.why, english) : '', /summa_insert.*not enabled/);
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop, 'what was found broken is built wholly');
    await run(insertOn(901, '2024-01-12'));
    await run('alter table raw.orders enable always trigger summa_insert');
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop, 'nothing that passed by is lost');
    assert.equal((await tier())?.state, 'ok');
    await changes('select 1', []);
  });

  it('notices triggers that were disabled and enabled again between two builds', async () => {
    await run('alter table raw.orders disable trigger summa_delete');
    await run('delete from raw.orders where order_id = 3');
    await run('alter table raw.orders enable always trigger summa_delete');
    assert.equal((await tier())?.state, 'ok');
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
  });

  it('notices a table that was swapped by rename, first without triggers, then with', async () => {
    await run(`create table raw.orders_new (like raw.orders including all);
      insert into raw.orders_new select order_id, ordered_at, country, amount + 1, customer_id from raw.orders;
      begin; alter table raw.orders rename to orders_old; alter table raw.orders_new rename to orders; commit;`);
    assert.equal((await tier())?.state, 'not set up');
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
    await run(insertOn(910, '2024-01-13'));
    await capture(shop.pool, shop.engine.registry);
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
    assert.equal((await tier())?.state, 'ok');
    await changes(insertOn(911, '2024-01-13'), ['2024-01-13']);
  });

  it('notices a table that was dropped and restored', async () => {
    await run(`create table raw.kept as select * from raw.orders where order_id % 2 = 0; drop table raw.orders;
      create table raw.orders (order_id bigint primary key, ordered_at timestamptz, country text, amount double precision, customer_id bigint);
      insert into raw.orders select * from raw.kept`);
    await capture(shop.pool, shop.engine.registry);
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
    await changes(insertOn(920, '2024-01-14'), ['2024-01-14']);
  });

  it('notices a column that was given other values with another type', async () => {
    await run('alter table raw.orders alter column amount type double precision using amount * 2');
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
  });

  it('trusts no transaction number of another server, from which this one was restored', async () => {
    await run(`update summa._capture set fingerprint = '7000000000000000000:was';
      insert into summa._change (source, hour, xid) values ('orders', '2024-01-04', '4000000000')`);
    assert.equal(await shop.refresh(), null);
    assert.deepEqual(await pending(shop), []);
    await assertEqualsPlain(shop);
    const { rows } = await run('select count(*)::int as n from summa._partition where snapshot is null');
    const ago =
      await run(`select count(*)::int as n from summa._partition p join summa._generation g on g.id = p.generation
      where g.to_epoch is null and p.snapshot is null`);
    assert.notEqual(rows[0]?.n, 0, 'what was built before says nothing any more');
    assert.equal(ago.rows[0]?.n, 0, 'what is served was built here');
    await changes(insertOn(925, '2024-01-14'), ['2024-01-14']);
  });

  it('builds everything after a TRUNCATE', async () => {
    const built = (
      await run(`select count(*)::int as n from summa._partition p join summa._generation g on g.id = p.generation
      where g.summary = 'daily' and g.to_epoch is null and g.from_epoch is not null`)
    ).rows[0]?.n;
    await run('truncate raw.orders');
    await run(insertOn(930, '2024-01-14'));
    assert.equal((await pending(shop)).length, built);
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
    await insertJanuary(shop.pool);
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
  });

  it('goes on without triggers when they are dropped', async () => {
    await dropCapture(shop.pool, shop.engine.registry);
    await run(insertOn(940, '2024-01-02'));
    assert.equal((await tier())?.state, 'not set up');
    assert.equal(await shop.refresh(), null);
    await assertEqualsPlain(shop);
  });
});
