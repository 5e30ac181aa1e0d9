import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { notNull } from '#lib/definition/checks.ts';
import { count, sum } from '#lib/definition/columns.ts';
import { date, month, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom, rowsOf } from '#lib/definition/summary.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { createEngine } from '../run/engine.ts';
import { injectFault } from '../run/fault-point.ts';
import { runToItsEnd } from '../run/first-build.ts';
import { requestRefresh } from '../run/request.ts';
import { readAt } from '../testing/read-at.ts';
import { openShop, orders, type Shop } from '../testing/shop.ts';
import { adminOverview } from '../view/overview.ts';
import { summaryView } from '../view/summary-view.ts';
import { discardQuarantine } from './discard.ts';
import { listQuarantine } from './list-quarantine.ts';
import { quarantineDetail } from './quarantine-detail.ts';
import { requestPublishAnyway } from './request-publish-anyway.ts';

const rows = rowsFrom([orders], (db) => db.selectFrom('raw.orders').select(['ordered_at', 'country', 'amount']));
const daily = defineSummary({
  name: 'daily',
  description: 'Orders per day and country.',
  from: rows,
  grain: { day: date('ordered_at'), country: text() },
  columns: { orders: count(), revenue: sum('amount', { scale: 2 }) },
  refresh: { by: 'day', lookBack: 3 },
  zone: 'UTC',
});
const monthly = defineSummary({
  name: 'monthly',
  description: 'Orders per month and country.',
  from: rowsOf(daily),
  grain: { month: month('day'), country: text() },
  columns: { orders: sum('orders'), revenue: sum('revenue') },
  refresh: { by: 'month' },
  zone: 'UTC',
  checks: [notNull('country')],
});
const registry = defineRegistry({ summaries: [daily, monthly], dashboards: [] });

const plain = {
  daily: `select cast(ordered_at at time zone 'UTC' as date)::text as day, country, count(*)::text as orders,
                 sum(cast(amount as numeric(38,2)))::text as revenue from raw.orders group by 1, 2`,
  monthly: `select cast(date_trunc('month', ordered_at at time zone 'UTC') as date)::text as month, country,
                   count(*)::text as orders, sum(cast(amount as numeric(38,2)))::text as revenue
              from raw.orders group by 1, 2`,
};

async function openBuilt(t: TestContext): Promise<Shop> {
  const shop = await openShop(await testDatabase(), registry);
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-03-01 00:00Z' + g * interval '6 hours', case g % 3 when 0 then 'KR' else 'US' end, g, g % 7
      from generate_series(1, 100) g`);
  assert.equal(await shop.refresh(), null);
  return shop;
}

const epochOf = async (shop: Shop) => (await latestEpoch(shop.pool, 'summa')).epoch;

async function served(shop: Shop) {
  const epoch = await epochOf(shop);
  return { daily: await readAt(shop.pool, epoch, 'daily'), monthly: await readAt(shop.pool, epoch, 'monthly') };
}

async function raw(shop: Shop) {
  const sorted = async (sql: string) => {
    const { rows: found } = await shop.pool.query<Record<string, string | null>>(sql);
    return found;
  };
  return { daily: byText(await sorted(plain.daily)), monthly: byText(await sorted(plain.monthly)) };
}

const byText = (found: Record<string, string | null>[]) =>
  [...found].sort((a, b) => (JSON.stringify(Object.values(a)) < JSON.stringify(Object.values(b)) ? -1 : 1));
const sortedServed = async (shop: Shop) => {
  const both = await served(shop);
  return { daily: byText(both.daily), monthly: byText(both.monthly) };
};

/** Tables of stages and of generations that no epoch shows. */
async function unpublishedTables(shop: Shop): Promise<string[]> {
  const { rows: found } = await shop.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'summa' and tablename ~ '^_s[0-9]'
     union all select 'generation ' || id from summa._generation where from_epoch is null order by 1`,
  );
  return found.map(({ name }) => name);
}

/** Makes the last month bad, and refreshes. */
async function quarantined(shop: Shop): Promise<string> {
  await shop.pool.query('update raw.orders set country = null where order_id between 98 and 99');
  assert.match((await shop.refresh()) ?? 'published', /monthly: 1 row has no 'country'/);
  const open = await listQuarantine(shop.pool, 'summa', registry, { open: true });
  assert.equal(open.length, 1);
  return open[0]?.id ?? '';
}

async function publishAnyway(shop: Shop, id: string): Promise<string | null> {
  const { store } = shop.engine;
  const run = await requestPublishAnyway(store, shop.pool, 'summa', registry, { id, reason: 'right', who: 'ann' });
  return runToItsEnd(shop.engine, run.id);
}

const refusalOf = async (shop: Shop) =>
  (await listQuarantine(shop.pool, 'summa', registry, { open: true }))[0]?.refusal?.key ?? null;

describe('a build that fails a check', () => {
  it('is kept with its whole unit, shown against what is served, and published anyway', async (t) => {
    const shop = await openBuilt(t);
    const before = await served(shop);
    const id = await quarantined(shop);
    assert.deepEqual(await served(shop), before);
    const unit = await shop.engine.store
      .selectFrom('run_unit')
      .select(['state', 'quarantine', 'checks'])
      .orderBy('run', 'desc')
      .executeTakeFirstOrThrow();
    assert.deepEqual([unit.state, unit.quarantine], ['quarantined', id]);
    assert.ok(!JSON.stringify(unit.checks).includes('examples'));

    const detail = await quarantineDetail(shop.pool, 'summa', registry, id);
    assert.equal(detail?.refusal, null);
    assert.deepEqual(
      detail?.checks.filter((check) => !check.passed).map(({ check, summary, severity }) => [check, summary, severity]),
      [['not null country', 'monthly', 'block']],
    );
    const [{ said, ...examples } = {}, ...others] = detail?.examples ?? [];
    assert.deepEqual([said?.check?.key, others], ['check.notNull', []]);
    assert.deepEqual(examples, {
      check: 'not null country',
      summary: 'monthly',
      columns: ['month', 'country', 'orders', 'revenue'],
      values: [['2024-03-01', null, '2', '197.00']],
    });
    const [ofDaily, ofMonthly] = detail?.members ?? [];
    // Two orders of 2024-03-25 lost their country: the rows of KR and US have one less, and one without a country is new.
    assert.deepEqual([ofDaily?.opened, ofDaily?.closed], ['3', '2']);
    assert.deepEqual(ofDaily?.measures[0], { name: 'orders', before: '13', after: '13' });
    assert.deepEqual([ofMonthly?.opened, ofMonthly?.closed], ['3', '2']);
    assert.deepEqual(ofMonthly?.sample.length, 5);
    assert.ok(ofMonthly?.sample.some(({ side, values }) => side === 'built' && values[1] === null));

    assert.equal(await publishAnyway(shop, id), null);
    assert.deepEqual(await sortedServed(shop), await raw(shop));
    const { rows: published } = await shop.pool.query(
      'select kind, who, reason from summa._publish order by epoch desc limit 1',
    );
    assert.deepEqual(published, [{ kind: 'incremental', who: 'ann', reason: 'right' }]);
    const [view] = await listQuarantine(shop.pool, 'summa', registry);
    assert.deepEqual([view?.state, view?.decidedBy, view?.reason], ['published', 'ann', 'right']);
    assert.deepEqual(await unpublishedTables(shop), []);
    const { what } = await shop.engine.store.selectFrom('audit').select('what').executeTakeFirstOrThrow();
    assert.equal(what, 'quarantine.publish');
  });

  it('is kept when everything was built anew, and published anyway under one epoch', async (t) => {
    const shop = await openBuilt(t);
    const before = await served(shop);
    await shop.pool.query('update raw.orders set country = null where order_id = 5');
    assert.match((await shop.refresh({ mode: 'all' })) ?? 'published', /(has|have) no 'country'/);
    assert.deepEqual(await served(shop), before);
    const [kept] = await listQuarantine(shop.pool, 'summa', registry);
    assert.deepEqual([kept?.kind, kept?.state, kept?.refusal, kept?.range], ['full', 'open', null, null]);
    const detail = await quarantineDetail(shop.pool, 'summa', registry, kept?.id ?? '');
    assert.deepEqual([detail?.members[0]?.opened, detail?.members[0]?.closed], ['2', '1']);
    const epoch = await epochOf(shop);
    assert.equal(await publishAnyway(shop, kept?.id ?? ''), null);
    assert.equal(await epochOf(shop), epoch + 1);
    assert.deepEqual(await sortedServed(shop), await raw(shop));
    assert.deepEqual(await unpublishedTables(shop), []);
    await shop.pool.query(`update raw.orders set country = 'KR' where country is null`);
    assert.equal(await shop.refresh({ range: { from: '2024-03-01', to: '2024-04-01' }, mode: 'all' }), null);
    assert.deepEqual(await sortedServed(shop), await raw(shop));
  });

  it('is let go of when it is discarded, and its days stay due', async (t) => {
    const shop = await openBuilt(t);
    const id = await quarantined(shop);
    assert.equal((await unpublishedTables(shop)).length, 2);
    const decision = { id, reason: 'a mistake', who: 'ann' };
    await discardQuarantine(shop.engine.store, shop.pool, 'summa', registry, decision);
    assert.deepEqual(await unpublishedTables(shop), []);
    await assert.rejects(
      discardQuarantine(shop.engine.store, shop.pool, 'summa', registry, decision),
      /decided about this build already/,
    );
    await shop.pool.query(`update raw.orders set country = 'KR' where country is null`);
    assert.equal(await shop.refresh({ mode: 'failed' }), null);
    assert.deepEqual(await sortedServed(shop), await raw(shop));
  });

  it('gives way to the next build of the same days, good or bad', async (t) => {
    const shop = await openBuilt(t);
    const first = await quarantined(shop);
    assert.match((await shop.refresh()) ?? 'published', /(has|have) no 'country'/);
    const both = await listQuarantine(shop.pool, 'summa', registry);
    assert.deepEqual(
      both.map(({ id, state }) => [id === first, state]),
      [
        [false, 'open'],
        [true, 'outdated'],
      ],
    );
    assert.equal(both[1]?.refusal?.key, 'quarantine.refusedOutdated');
    assert.equal(both[1]?.refusal?.values?.run, both[0]?.run);
    const stale = { id: first, reason: 'right', who: 'ann' };
    await assert.rejects(
      requestPublishAnyway(shop.engine.store, shop.pool, 'summa', registry, stale),
      /built these days again, so the rows of this build were let go/,
    );
    assert.equal((await unpublishedTables(shop)).length, 2);
    await shop.pool.query(`update raw.orders set country = 'KR' where country is null`);
    assert.equal(await shop.refresh(), null);
    assert.deepEqual(await listQuarantine(shop.pool, 'summa', registry, { open: true }), []);
    assert.deepEqual(await unpublishedTables(shop), []);
  });

  it('is not kept where its days are held meanwhile', async (t) => {
    const shop = await openBuilt(t);
    t.after(() => injectFault(null));
    await shop.pool.query('update raw.orders set country = null where order_id between 98 and 99');
    injectFault(async (point) => {
      if (point !== 'before check rows') return;
      injectFault(null);
      await shop.pool.query(`
        insert into summa._hold (summary, range_from, range_to, epoch, undone, who)
        values ('daily', '2024-03-20', '2024-04-20', 1, 1, 'ann')`);
    });
    assert.match((await shop.refresh()) ?? 'published', /held since a roll-back, so a build of them is not kept/);
    assert.deepEqual(await listQuarantine(shop.pool, 'summa', registry), []);
    assert.deepEqual(await unpublishedTables(shop), []);
  });

  it('may not be published where served data is newer, days are held, or the definition is another', async (t) => {
    const shop = await openBuilt(t);
    const id = await quarantined(shop);
    await shop.pool.query(`
      insert into summa._hold (summary, range_from, range_to, epoch, undone, who)
      values ('daily', '2024-03-20', '2024-04-20', 1, 1, 'ann')`);
    assert.equal(await refusalOf(shop), 'quarantine.refusedHeld');
    await shop.pool.query('update summa._hold set released_at = now()');
    assert.equal(await refusalOf(shop), null);

    const other = defineRegistry({ summaries: [daily], dashboards: [] });
    const [seen] = await listQuarantine(shop.pool, 'summa', other, { open: true });
    assert.equal(seen?.refusal?.key, 'quarantine.refusedDefinition');

    // Queued while it was allowed, and refused when it publishes.
    const { store } = shop.engine;
    const run = await requestPublishAnyway(store, shop.pool, 'summa', registry, { id, reason: 'x', who: 'ann' });
    await shop.pool.query(`
      insert into summa._publish (epoch, run, attempt, unit, kind, who) values (90, 90, 1, 'u', 'incremental', 'ann');
      insert into summa._publish_summary (epoch, summary, generation, range_from, range_to, rows_opened, rows_closed, rows)
      select 90, summary, generation, '2024-03-25', '2024-03-26', 0, 0, rows from summa._publish_summary
       where summary = 'daily' and epoch = 1;
      update summa._epoch set n = 90`);
    assert.match((await runToItsEnd(shop.engine, run.id)) ?? 'published', /published again at epoch 90/);
    assert.equal(await refusalOf(shop), 'quarantine.refusedNewer');
    assert.equal((await unpublishedTables(shop)).length, 2);
  });
});

describe('a new definition to be reviewed', () => {
  const changed = defineSummary({
    name: 'daily',
    description: 'Orders per day.',
    from: rows,
    grain: { day: date('ordered_at'), country: text() },
    columns: { orders: count(), revenue: sum('amount', { scale: 0 }), paid: count('amount') },
    refresh: { by: 'day', lookBack: 3, onChange: 'review' },
    zone: 'UTC',
  });
  const newRegistry = defineRegistry({ summaries: [changed], dashboards: [] });

  it('waits with what differs, is not built again, and serves when it is published', async (t) => {
    const shop = await openBuilt(t);
    const before = await served(shop);
    await shop.pool.query('update raw.orders set amount = 10.4 where order_id = 5');
    const engine = createEngine({ registry: newRegistry, environment: shop.environment });
    const refresh = async (mode: 'due' | 'all' = 'due') => {
      const { id } = await requestRefresh(engine.store, newRegistry, { summary: 'daily', mode, requestedBy: 'test' });
      return { id, error: await runToItsEnd(engine, id) };
    };
    const built = await refresh();
    assert.equal(built.error, null);
    assert.deepEqual(await served(shop), before);
    const [waiting] = await listQuarantine(shop.pool, 'summa', newRegistry, { open: true });
    assert.deepEqual([waiting?.why, waiting?.kind, waiting?.refusal], ['review', 'full', null]);
    const unit = await engine.store
      .selectFrom('run_unit')
      .select(['state', 'quarantine', 'definition_diff'])
      .where('run', '=', built.id)
      .executeTakeFirstOrThrow();
    assert.deepEqual([unit.state, unit.quarantine], ['quarantined', waiting?.id]);
    const detail = await quarantineDetail(shop.pool, 'summa', newRegistry, waiting?.id ?? '');
    assert.deepEqual(detail?.definition, unit.definition_diff);
    const [diff] = detail?.definition ?? [];
    assert.deepEqual(
      [diff?.added, diff?.removed, diff?.retyped, diff?.zone, diff?.grain, diff?.compared],
      [['paid'], [], [{ column: 'revenue', before: 'numeric(38,2)', after: 'numeric(38,0)' }], null, null, true],
    );
    assert.deepEqual(diff?.measures, [
      { name: 'orders', before: '100', after: '100' },
      { name: 'revenue', before: '5050.00', after: '5055' },
    ]);
    assert.deepEqual(diff?.sample, [
      { side: 'served', values: ['2024-03-02', 'US', '3', '16.00'] },
      { side: 'built', values: ['2024-03-02', 'US', '3', '21'] },
    ]);

    const again = await refresh();
    assert.equal(again.error, null);
    const log = await engine.store.selectFrom('run_log').select('line').where('run', '=', again.id).execute();
    assert.match(log.map(({ line }) => line).join(), /waits for a review as quarantine/);
    assert.equal((await listQuarantine(shop.pool, 'summa', newRegistry)).length, 1);

    const decision = { id: waiting?.id ?? '', reason: 'as wanted', who: 'ann' };
    const run = await requestPublishAnyway(engine.store, shop.pool, 'summa', newRegistry, decision);
    assert.equal(await runToItsEnd(engine, run.id), null);
    const now = await readAt(shop.pool, await epochOf(shop), 'daily');
    assert.deepEqual(Object.keys(now[0] ?? {}), ['day', 'country', 'orders', 'revenue', 'paid']);
    await shop.pool.query('update raw.orders set amount = 7 where order_id = 100');
    assert.equal((await refresh()).error, null);
    assert.equal((await listQuarantine(shop.pool, 'summa', newRegistry, { open: true })).length, 0);
  });

  it('is not built again after it was discarded, unless everything is asked for', async (t) => {
    const shop = await openBuilt(t);
    const engine = createEngine({ registry: newRegistry, environment: shop.environment });
    const refresh = async (mode: 'due' | 'all') => {
      const { id } = await requestRefresh(engine.store, newRegistry, { summary: 'daily', mode, requestedBy: 'test' });
      assert.equal(await runToItsEnd(engine, id), null);
      return listQuarantine(shop.pool, 'summa', newRegistry, { open: true });
    };
    const [waiting] = await refresh('due');
    const decision = { id: waiting?.id ?? '', reason: 'not so', who: 'ann' };
    await discardQuarantine(engine.store, shop.pool, 'summa', newRegistry, decision);
    assert.deepEqual(await unpublishedTables(shop), []);
    assert.deepEqual(await refresh('due'), []);
    assert.equal((await refresh('all')).length, 1);
  });

  it('is told on the pages while it stops the refreshes, and no longer with the old definition', async (t) => {
    const shop = await openBuilt(t);
    const engine = createEngine({ registry: newRegistry, environment: shop.environment });
    const wish = { summary: 'daily', mode: 'due', requestedBy: 'test' } as const;
    const told = async () => (await adminOverview(newRegistry, shop.environment)).summaries[0]?.review ?? null;
    assert.equal(await told(), null);
    assert.equal(await runToItsEnd(engine, (await requestRefresh(engine.store, newRegistry, wish)).id), null);
    const open = await told();
    assert.equal(open?.state, 'open');
    const decision = { id: open?.id ?? '', reason: 'not so', who: 'ann' };
    await discardQuarantine(engine.store, shop.pool, 'summa', newRegistry, decision);
    const discarded = await told();
    assert.deepEqual([discarded?.id, discarded?.state], [open?.id, 'discarded']);
    assert.notEqual(discarded?.at, open?.at);
    const page = await summaryView(newRegistry, 'daily', shop.environment);
    assert.deepEqual(page?.health.review, discarded);
    const withOld = await adminOverview(registry, shop.environment);
    assert.deepEqual(
      withOld.summaries.map(({ review }) => review),
      [null, null],
    );
  });
});

describe('a run that dies while it publishes or keeps a build', () => {
  it('leaves the record as published, and no tables', async (t) => {
    const shop = await openBuilt(t);
    const id = await quarantined(shop);
    t.after(() => injectFault(null));
    let dead = 0;
    injectFault(async (point) => {
      if (point !== 'before settle quarantine' || dead++ > 0) return;
      await shop.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'summa run %' and datname = current_database()`,
      );
    });
    assert.equal(await publishAnyway(shop, id), null);
    assert.equal(dead, 2);
    assert.deepEqual(await sortedServed(shop), await raw(shop));
    const [view] = await listQuarantine(shop.pool, 'summa', registry);
    assert.deepEqual([view?.id, view?.state, view?.decidedBy], [id, 'published', 'ann']);
    assert.deepEqual(await unpublishedTables(shop), []);
  });

  for (const moment of ['before keep build', 'after keep build'] as const) {
    for (const mode of ['due', 'all'] as const) {
      it(`keeps one build and its tables when it dies ${moment}, ${mode}`, async (t) => {
        const shop = await openBuilt(t);
        await shop.pool.query('update raw.orders set country = null where order_id between 98 and 99');
        t.after(() => injectFault(null));
        let dead = 0;
        injectFault(async (point) => {
          if (point !== moment || dead++ > 0) return;
          await shop.pool.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'summa run %' and datname = current_database()`,
          );
          if (moment === 'after keep build') throw new Error('Connection terminated');
        });
        assert.match((await shop.refresh({ mode })) ?? 'published', /(has|have) no 'country'/);
        assert.equal(dead, 2);
        const open = await listQuarantine(shop.pool, 'summa', registry, { open: true });
        assert.deepEqual(
          open.map(({ refusal }) => refusal),
          [null],
        );
        // Two stages, or two generations: those of the record.
        assert.equal((await unpublishedTables(shop)).length, 2);
        assert.equal(await publishAnyway(shop, open[0]?.id ?? ''), null);
        assert.deepEqual(await sortedServed(shop), await raw(shop));
        assert.deepEqual(await unpublishedTables(shop), []);
      });
    }
  }
});
