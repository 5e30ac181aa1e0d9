import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { conserves } from '#lib/definition/checks.ts';
import { count, distinct, sum } from '#lib/definition/columns.ts';
import { date, month, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, definitionOf, rowsFrom, rowsOf } from '#lib/definition/summary.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { runToItsEnd } from '../run/first-build.ts';
import { requestRefresh } from '../run/request.ts';
import { storeSchedules } from '../schedule/store-schedules.ts';
import { readAt } from '../testing/read-at.ts';
import { openShop, type Shop } from '../testing/shop.ts';
import { requestIfChanged } from './changed-tables.ts';
import { startWorker } from './worker.ts';

const payments = defineSource({
  name: 'payments',
  table: 'marts.payments',
  columns: {
    paid_at: 'timestamptz',
    country: 'text null',
    amount: 'numeric(12,2)',
    customer_id: 'bigint',
    loaded_at: 'timestamptz',
  },
  watermark: { column: 'loaded_at' },
});
const regions = defineSource({ name: 'regions', table: 'marts.regions', columns: { country: 'text', region: 'text' } });

const dailyPayments = defineSummary({
  name: 'daily_payments',
  description: 'Payments per day and region, of tables that another tool builds.',
  from: rowsFrom([payments, regions], (db) =>
    db
      .selectFrom('marts.payments as p')
      .leftJoin('marts.regions as r', 'r.country', 'p.country')
      .select(['p.paid_at', 'r.region', 'p.amount', 'p.customer_id']),
  ),
  grain: { day: date('paid_at'), region: text() },
  columns: { payments: count(), amount: sum('amount'), customers: distinct('customer_id') },
  refresh: { when: { column: 'loaded_at' }, every: '1 second' },
  zone: 'Asia/Seoul',
  checks: [conserves('amount')],
});
const monthlyPayments = defineSummary({
  name: 'monthly_payments',
  description: 'Payments per month and region.',
  from: rowsOf(dailyPayments),
  grain: { month: month('day'), region: text() },
  columns: { amount: sum('amount') },
  zone: 'Asia/Seoul',
  checks: [conserves('amount')],
});
const registry = defineRegistry({ summaries: [dailyPayments, monthlyPayments], dashboards: [] });

/** What dbt does for a table: the new one under another name, then a swap in one transaction. */
const rebuilt = (rows: string) => `
  create table marts.payments__dbt_tmp as ${rows};
  begin;
  alter table marts.payments rename to payments__dbt_backup;
  alter table marts.payments__dbt_tmp rename to payments;
  commit;
  drop table marts.payments__dbt_backup;`;

const loaded = (amount: string, rows = 100) => `
  select timestamptz '2024-03-01 03:00Z' + g * interval '7 hours' as paid_at, case when g % 3 = 0 then 'KR' else 'US' end as country,
         cast(${amount} as numeric(12,2)) as amount, cast(g % 7 as bigint) as customer_id, clock_timestamp() as loaded_at
    from generate_series(1, ${rows}) g`;

const plain = `
  select cast(paid_at at time zone 'Asia/Seoul' as date)::text as day, region, count(*)::text as payments, sum(amount)::text as amount,
         count(distinct customer_id)::text as customers
    from marts.payments p left join marts.regions r using (country) group by 1, 2 order by 1, 2`;

async function marts(t: TestContext): Promise<Shop> {
  const shop = await openShop(await testDatabase(), registry);
  t.after(() => shop.drop());
  await shop.pool.query(`
    create schema marts;
    create table marts.regions as select * from (values ('KR', 'Asia'), ('US', 'America')) as r (country, region);
    create table marts.payments as ${loaded('g')}`);
  await storeSchedules(shop.engine.store, registry);
  return shop;
}

/** One tick: looks, and refreshes when something has changed. */
async function tick(shop: Shop): Promise<'unchanged' | string | null> {
  const { engine } = shop;
  if (!(await requestIfChanged(engine, definitionOf(dailyPayments)))) return 'unchanged';
  const { id } = await engine.store.selectFrom('run').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow();
  return runToItsEnd(engine, id);
}

const epochOf = async (shop: Shop) => (await latestEpoch(shop.pool, 'summa')).epoch;

async function isAsPlain(shop: Shop, epoch: number) {
  const { rows } = await shop.pool.query(plain);
  assert.deepEqual(await readAt(shop.pool, epoch, 'daily_payments'), rows);
}

describe('a summary of tables that something else builds', () => {
  it('is refreshed when they change, and only then', { timeout: 120_000 }, async (t) => {
    const shop = await marts(t);
    const states: { epoch: number; rows: object[]; months: object[] }[] = [];
    const published = async (what: string) => {
      assert.equal(await tick(shop), null, what);
      const epoch = await epochOf(shop);
      assert.equal(epoch, (states.at(-1)?.epoch ?? 0) + 1, what);
      await isAsPlain(shop, epoch);
      const rows = await readAt(shop.pool, epoch, 'daily_payments');
      states.push({ epoch, rows, months: await readAt(shop.pool, epoch, 'monthly_payments') });
      assert.equal(await tick(shop), 'unchanged', what);
    };
    await published('first build');

    await shop.pool.query(
      `update marts.payments set amount = amount + 1, loaded_at = clock_timestamp() where amount = 17`,
    );
    await published('updated in place');
    const { rows: changed } = await shop.pool.query(
      `select rows_opened::int as opened, rows_closed::int as closed from summa._publish_summary
        where summary = 'daily_payments' order by epoch desc limit 1`,
    );
    assert.deepEqual(changed, [{ opened: 1, closed: 1 }]);

    await shop.pool.query(rebuilt(loaded('g * 2')));
    await published('dropped and made again by rename');

    await shop.pool.query(`begin; truncate marts.payments; insert into marts.payments ${loaded('g * 3', 90)}; commit`);
    await published('truncated and loaded again');

    await shop.pool.query('delete from marts.payments where customer_id = 3');
    await published('rows deleted');

    await shop.pool.query(`
      create table marts.regions_new as select country, upper(region) as region from marts.regions;
      begin; drop table marts.regions; alter table marts.regions_new rename to regions; commit`);
    await published('the joined table made again');

    const same = (await shop.pool.query('select * from marts.payments')).rows.length;
    await shop.pool.query(`
      create table marts.same as select * from marts.payments;
      begin; drop table marts.payments; alter table marts.same rename to payments; commit`);
    assert.equal(await tick(shop), null);
    assert.equal((await shop.pool.query('select * from marts.payments')).rows.length, same);
    assert.equal(await epochOf(shop), states.at(-1)?.epoch, 'equal rows take no epoch');

    for (const { epoch, rows, months } of states) {
      assert.deepEqual(await readAt(shop.pool, epoch, 'daily_payments'), rows);
      assert.deepEqual(await readAt(shop.pool, epoch, 'monthly_payments'), months);
    }
  });

  it('keeps serving while a table is gone or empty, and goes on when it is back', { timeout: 60_000 }, async (t) => {
    const shop = await marts(t);
    assert.equal(await tick(shop), null);
    await shop.pool.query('alter table marts.payments rename to payments_old');
    assert.match(String(await tick(shop)), /marts\.payments/);
    assert.equal(await tick(shop), 'unchanged');
    await shop.pool.query('create table marts.payments (like marts.payments_old)');
    assert.match(String(await tick(shop)), /now there is none/);
    assert.equal(await tick(shop), 'unchanged');
    assert.equal(await epochOf(shop), 1);
    await shop.pool.query(`insert into marts.payments ${loaded('g * 5')}`);
    assert.equal(await tick(shop), null);
    assert.equal(await epochOf(shop), 2);
    await isAsPlain(shop, 2);
  });

  it('says in one run that a table may not be read any more', { timeout: 60_000 }, async (t) => {
    const shop = await marts(t);
    assert.equal(await tick(shop), null);
    await shop.pool.query('revoke select on marts.payments from summa');
    assert.match(String(await tick(shop)), /grant select on "marts"\."payments" to "summa";/);
    assert.equal(await tick(shop), 'unchanged');
    await shop.pool.query('grant select on marts.payments to summa');
    assert.equal(await tick(shop), null);
  });

  it('tries a failed run again after a while', async (t) => {
    const shop = await marts(t);
    assert.equal(await tick(shop), null);
    await shop.pool.query(`update summa._fence set fence = fence`);
    const { store } = shop.engine;
    await store.updateTable('run').set({ state: 'failed' }).execute();
    assert.equal(await tick(shop), 'unchanged');
    await store
      .updateTable('run')
      .set({ finished_at: new Date(Date.now() - 16 * 60_000) })
      .execute();
    assert.equal(await tick(shop), null);
    assert.equal(await tick(shop), 'unchanged');
  });

  it('reads a table that is swapped while it begins wholly', { timeout: 60_000 }, async (t) => {
    const shop = await marts(t);
    assert.equal(await tick(shop), null);
    const other = await shop.pool.connect();
    let swapping: Promise<unknown> | null = null;
    // Planned, and not yet building. Everything in one transaction: the new rows are younger than any snapshot until then.
    const log = (line: string) => {
      if (!line.includes('Planned')) return;
      swapping = other.query(`
        begin;
        create table marts.regions_new as select country, upper(region) as region from marts.regions;
        drop table marts.regions;
        alter table marts.regions_new rename to regions`);
    };
    const engine = { ...shop.engine, log };
    const { id } = await requestRefresh(engine.store, registry, { summary: 'daily_payments', requestedBy: 'test' });
    let done = false;
    const refreshed = runToItsEnd(engine, id).finally(() => {
      done = true;
    });
    for (let waiting = false; !waiting && !done; await sleep(20)) {
      const { rowCount } = await shop.pool.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and application_name like 'summa run %'`,
      );
      waiting = rowCount !== 0;
    }
    await swapping;
    await other.query('commit');
    other.release();
    assert.equal(await refreshed, null);
    const rows = await readAt(shop.pool, await epochOf(shop), 'daily_payments');
    assert.deepEqual(
      rows.filter((row) => row.region === null),
      [],
    );
    assert.equal(await shop.refresh({ summary: 'daily_payments' }), null);
    await isAsPlain(shop, await epochOf(shop));
  });

  it('is watched by the worker while the tables are built again and again', { timeout: 120_000 }, async (t) => {
    const shop = await marts(t);
    const worker = await startWorker({
      registry,
      environment: shop.environment,
      beatMs: 100,
      demo: false,
      log: () => {},
    });
    try {
      for (let round = 1; round <= 6; round++) {
        await shop.pool.query(rebuilt(loaded(`g + ${round}`)));
        await sleep(round % 2 === 0 ? 1_300 : 300);
      }
      const until = Date.now() + 20_000;
      const newest = (await shop.pool.query(plain)).rows;
      for (;;) {
        const now = await readAt(shop.pool, await epochOf(shop), 'daily_payments');
        if (JSON.stringify(now) === JSON.stringify(newest)) break;
        assert.ok(Date.now() < until, 'the newest tables were never published');
        await sleep(100);
      }
      // Whatever was published was one state of the tables: every round gives another total.
      for (let epoch = 1; epoch <= (await epochOf(shop)); epoch++) {
        const rows = await readAt(shop.pool, epoch, 'daily_payments');
        const months = await readAt(shop.pool, epoch, 'monthly_payments');
        const total = (of: Record<string, string | null>[]) => of.reduce((all, row) => all + Number(row.amount), 0);
        assert.equal(total(rows), total(months));
        assert.equal((total(rows) - 5_050) % 100, 0);
      }
    } finally {
      await worker.stop();
    }
  });
});
