import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { testDatabase } from '#lib/server/test-database.ts';
import { pauseSchedule, setSchedule } from '../schedule/set-schedule.ts';
import { openShop, type Shop, shopRegistry } from '../testing/shop.ts';
import { adminOverview } from './overview.ts';
import { partitionRows } from './partition-rows.ts';
import { runDetail, unitDetail } from './run-view.ts';
import type { RunFilter } from './runs-types.ts';
import { runsPage, runsStart } from './runs-view.ts';
import { summaryView } from './summary-view.ts';

async function shop(t: TestContext): Promise<Shop> {
  const opened = await openShop(await testDatabase());
  t.after(() => opened.drop());
  return opened;
}

/** One order a day, from the first of March 2024 on. */
const fill = ({ pool }: Shop, days: number) =>
  pool.query(
    `insert into raw.orders select d, timestamptz '2024-03-01 10:00Z' + d * interval '1 day', 'KR', 10, d
       from generate_series(0, $1 - 1) d`,
    [days],
  );

const everything: RunFilter = { summary: null, outcome: null, who: null, task: null, from: null, to: null };

describe('summaryView(registry, name)', () => {
  it('knows no summary that is not defined', async (t) => {
    const { environment } = await shop(t);
    assert.equal(await summaryView(shopRegistry, 'weekly', environment), null);
  });

  it('shows every partition with its state, and those of summaries made from it', async (t) => {
    const opened = await shop(t);
    await fill(opened, 40);
    await opened.refresh({ mode: 'all' });
    const { pool, engine, environment } = opened;
    const generation = `select id from summa._generation where summary = 'daily' and to_epoch is null`;
    await pool.query(`delete from summa._partition where generation = (${generation}) and partition = '2024-03-10'`);
    await pool.query(
      `insert into summa._hold (summary, range_from, range_to, epoch, undone, who) values
         ('daily', '2024-03-02', '2024-03-03', 1, 1, 'test')`,
    );
    await pool.query(
      `insert into summa._quarantine (chain, kind, why, run, attempt, unit, range_from, range_to, base_epoch, build, checks)
       values ('daily', 'incremental', 'checks', 1, 1, 'x', '2024-03-05', '2024-03-07', 1, '{}', '[{"passed": false}]')`,
    );
    const { rows } = await sql<{ id: string }>`
      insert into summa_control.run (chain, summary, mode, state, requested_by) values ('daily', 'daily', 'all', 'building', 'test')
      returning id::text as id`.execute(engine.store);
    const run = rows[0]?.id ?? '';
    await engine.store
      .insertInto('run_unit')
      .values([
        { run, ordinal: 0, unit: 'a', range_from: '2024-03-20', range_to: '2024-03-21', state: 'building' },
        { run, ordinal: 1, unit: 'b', range_from: '2024-03-21', range_to: '2024-03-23', state: 'pending' },
      ])
      .execute();

    const view = await summaryView(shopRegistry, 'daily', environment);
    assert.deepEqual(view?.strip?.states, [
      { state: 'fresh', count: 1 },
      { state: 'held', count: 1 },
      { state: 'fresh', count: 2 },
      { state: 'quarantined', count: 2 },
      { state: 'fresh', count: 3 },
      { state: 'missing', count: 1 },
      { state: 'fresh', count: 9 },
      { state: 'building', count: 1 },
      { state: 'planned', count: 2 },
      { state: 'fresh', count: 18 },
    ]);
    assert.equal(view.strip.first, '2024-03-01');
    assert.deepEqual(
      view.below.map(({ summary, by, count }) => [summary, by, count]),
      [['monthly', 'month', 2]],
    );
    assert.deepEqual(view.below[0]?.states, [
      { state: 'building', count: 1 },
      { state: 'fresh', count: 1 },
    ]);
    assert.equal(view.holds.length, 1);
    assert.deepEqual(
      view.quarantine.map(({ range, why }) => [range, why]),
      [[{ from: '2024-03-05', to: '2024-03-07' }, 'checks']],
    );
    assert.deepEqual([view.health.held, view.health.quarantined], [1, 1]);
    assert.ok(view.checks.some(({ check, passed }) => check === 'conserves revenue' && passed));
    assert.ok(view.checks.every(({ summary }) => summary === 'daily'));
    assert.deepEqual(
      view.sources.map(({ source, state }) => [source, state]),
      [['orders', 'ok']],
    );

    const monthly = await summaryView(shopRegistry, 'monthly', environment);
    assert.equal(monthly?.strip?.by, 'month');
    assert.deepEqual(monthly.below, []);
  });

  it('agrees with plain SQL on 3,000 partitions', async (t) => {
    const opened = await shop(t);
    await fill(opened, 3000);
    await opened.refresh({ mode: 'all' });
    const view = await summaryView(shopRegistry, 'daily', opened.environment);
    const { rows } = await opened.pool.query<{ days: number; first: string }>(
      `select count(distinct (ordered_at at time zone 'Asia/Seoul')::date)::int as days,
              min(ordered_at at time zone 'Asia/Seoul')::date::text as first from raw.orders`,
    );
    assert.deepEqual([view?.strip?.count, view?.strip?.first], [rows[0]?.days, rows[0]?.first]);
    assert.deepEqual(view?.strip?.states, [{ state: 'fresh', count: 3000 }]);
    assert.ok(JSON.stringify(view?.strip).length < 1000);
    assert.equal(await partitionRows(opened.pool, 'summa', 'daily', '2024-03-01'), '1');
    assert.equal(await partitionRows(opened.pool, 'summa', 'daily', '1999-01-01'), '0');
    assert.equal(await partitionRows(opened.pool, 'summa', 'monthly', '2024-03-01'), '1');
  });
});

describe('runsPage(store, registry, filter, before)', () => {
  it('reads 10,000 runs page by page, each once, newest first', async (t) => {
    const { engine } = await shop(t);
    await sql`
      insert into summa_control.run (chain, summary, mode, state, requested_by, created_at, finished_at)
      select case when n % 3 = 0 then 'other' else 'daily' end,
             case n % 3 when 0 then 'other' when 1 then 'daily' else 'monthly' end, 'due',
             case when n % 10 = 0 then 'failed' else 'succeeded' end,
             case when n % 2 = 0 then 'schedule' else 'ann@example.com' end,
             timestamptz '2026-01-01 12:00Z' + n * interval '10 minutes', now()
        from generate_series(1, 10000) n`.execute(engine.store);
    const read = async (filter: RunFilter) => {
      const ids: string[] = [];
      let before: string | null = null;
      do {
        const page = await runsPage(engine.store, shopRegistry, filter, before);
        ids.push(...page.runs.map((run) => run.id));
        before = page.next;
      } while (before !== null);
      return ids;
    };
    const expected = async (condition: string) =>
      (
        await sql<{ id: string }>`
          select id::text as id from summa_control.run where ${sql.raw(condition)} order by run.id desc`.execute(
          engine.store,
        )
      ).rows.map((row) => row.id);
    const cases: [RunFilter, string][] = [
      [everything, 'true'],
      [{ ...everything, summary: 'monthly' }, `chain = 'daily'`],
      [{ ...everything, summary: 'other' }, `summary = 'other'`],
      [{ ...everything, outcome: 'failed', who: 'schedule' }, `state = 'failed' and requested_by = 'schedule'`],
      [{ ...everything, outcome: 'active' }, 'finished_at is null'],
      [{ ...everything, task: 'roll back' }, 'false'],
      [
        { ...everything, from: '2026-01-10', to: '2026-01-11' },
        `created_at >= '2026-01-10 00:00Z' and created_at < '2026-01-12 00:00Z'`,
      ],
    ];
    for (const [filter, condition] of cases) {
      const ids = await expected(condition);
      assert.deepEqual(await read(filter), ids, condition);
      const start = await runsStart(engine.store, shopRegistry, filter);
      assert.equal(start.total, ids.length);
      assert.deepEqual(start.requesters, ['ann@example.com', 'schedule']);
    }
  });
});

describe('runDetail(store, warehouse, registry, id, known)', () => {
  it('tells everything, then only what is new', async (t) => {
    const opened = await shop(t);
    await fill(opened, 40);
    await opened.refresh({ mode: 'all', reason: 'first' });
    const { pool, engine } = opened;
    const read = (id: string, known: Parameters<typeof runDetail>[4] = null) =>
      runDetail(engine.store, pool, shopRegistry, id, known);
    assert.equal(await read('999'), null);
    const { runs } = await runsPage(engine.store, shopRegistry, everything, null);
    const id = runs[0]?.id ?? '';
    const detail = await read(id);
    assert.equal(detail?.run.reason, 'first');
    assert.equal(detail.plan?.kind, 'full');
    assert.equal(detail.plan?.because?.key, 'plan.neverBuilt');
    assert.deepEqual(
      detail.units.map(({ state, blocked }) => [state, blocked]),
      [['published', 0]],
    );
    assert.ok((detail.units[0]?.passed ?? 0) >= 6);
    assert.ok(detail.log.some(({ line }) => line.includes('published at epoch')));
    assert.equal(detail.statement, null);

    const unit = await unitDetail(engine.store, id, 'all');
    assert.equal(unit?.checks.length, detail.units[0]?.passed);
    assert.equal(await unitDetail(engine.store, id, 'nothing'), null);

    // Long ago, so that what is read again out of caution is not among the news.
    await sql`update summa_control.run_unit set changed_at = changed_at - interval '1 hour',
      started_at = started_at - interval '1 hour', finished_at = finished_at - interval '1 hour'`.execute(engine.store);
    const known = { changedAt: detail.changedAt, log: detail.log.at(-1)?.id ?? null };
    const quiet = await read(id, known);
    assert.deepEqual([quiet?.units, quiet?.log, quiet?.changedAt], [[], [], detail.changedAt]);
    await sql`update summa_control.run_unit set changed_at = now() + interval '1 second'`.execute(engine.store);
    await engine.store.insertInto('run_log').values({ run: id, attempt: 2, line: 'one more' }).execute();
    const news = await read(id, known);
    assert.equal(news?.units.length, 1);
    assert.deepEqual(
      news.log.map(({ line }) => line),
      ['one more'],
    );
  });
});

describe('adminOverview()', () => {
  it('counts what waits, and what checks came to, for each summary', async (t) => {
    const opened = await shop(t);
    await fill(opened, 3);
    await opened.refresh({ mode: 'all' });
    await opened.pool.query(
      `insert into summa._hold (summary, range_from, range_to, epoch, undone, who, released_at) values
         ('daily', null, null, 1, 1, 'test', null), ('daily', null, null, 1, 1, 'test', now())`,
    );
    const overview = await adminOverview(shopRegistry, opened.environment);
    assert.deepEqual(
      overview.summaries.map(({ name, held, quarantined, pending }) => [name, held, quarantined, pending]),
      [
        ['daily', 1, 0, 0],
        ['monthly', 1, 0, 0],
      ],
    );
    for (const { checks } of overview.summaries) {
      assert.equal(checks?.blocked, 0);
      assert.ok((checks?.passed ?? 0) > 0);
    }
    assert.equal(overview.runs[0]?.chain, 'daily');
  });

  it("tells the schedule that holds for a chain: an admin's before the definition's, and no next run while it is paused", async (t) => {
    const { engine, environment } = await shop(t);
    const { store } = engine;
    await setSchedule(store, shopRegistry, { chain: 'daily', cron: '0 6 * * *', zone: 'UTC', who: 'ann' });
    const read = async () =>
      (await adminOverview(shopRegistry, environment)).summaries.map(({ schedule, nextRunAt }) => ({
        ...schedule,
        next: nextRunAt !== null,
      }));
    const cron = { every: null, cron: '0 6 * * *', paused: false, next: true };
    assert.deepEqual(await read(), [cron, cron]);
    await pauseSchedule(store, shopRegistry, { chain: 'daily', paused: true, who: 'ann' });
    const paused = { ...cron, paused: true, next: false };
    assert.deepEqual(await read(), [paused, paused]);
  });
});
