import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { conserves, notNull, sqlCheck, totalUsual } from '#lib/definition/checks.ts';
import { count, max, sum } from '#lib/definition/columns.ts';
import { date, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { connected } from '#lib/server/postgres-databases.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { listQuarantine } from '../quarantine/list-quarantine.ts';
import { injectFault } from '../run/fault-point.ts';
import { runToItsEnd } from '../run/first-build.ts';
import { requestRefresh } from '../run/request.ts';
import { readAt } from '../testing/read-at.ts';
import { openShop, orders, type Shop } from '../testing/shop.ts';

const daily = defineSummary({
  name: 'daily',
  description: 'Orders per day and country.',
  from: rowsFrom([orders], (db) =>
    db.selectFrom('raw.orders').select(['ordered_at', 'country', 'amount', 'customer_id']),
  ),
  grain: { day: date('ordered_at'), country: text() },
  columns: { orders: count(), revenue: sum('amount', { scale: 2 }), newest_customer: max('customer_id') },
  refresh: { by: 'day', lookBack: 3 },
  zone: 'UTC',
  checks: [
    notNull('country'),
    conserves('orders'),
    conserves('revenue'),
    totalUsual('orders', { within: 0.4 }),
    sqlCheck('no day earns less than nothing', {
      sources: [orders],
      rows: (db) =>
        db
          .selectFrom('built')
          .select(['built.day', 'built.revenue'])
          .where('built.revenue', '<', 0)
          .where(({ exists, selectFrom }) => exists(selectFrom('raw.orders').select('order_id'))),
    }),
    sqlCheck('orders come from more than one country', {
      severity: 'warn',
      rows: (db) =>
        db
          .selectFrom('built')
          .select(({ fn }) => ['day', fn.countAll().as('countries')])
          .groupBy('day')
          .having(({ fn }) => fn.countAll(), '<', 2),
    }),
  ],
});
const registry = defineRegistry({ summaries: [daily], dashboards: [] });

const plainDaily = `
  select cast(ordered_at at time zone 'UTC' as date)::text as day, country collate "C" as country, count(*)::text as orders,
         sum(cast(amount as numeric(38,2)))::text as revenue, max(customer_id)::text as newest_customer
    from raw.orders group by 1, 2 order by 1, 2`;

/** Sixty days of twelve orders, and what plain SQL makes of them. */
async function openBuilt(t: TestContext) {
  const shop = await openShop(await testDatabase(), registry);
  t.after(() => shop.drop());
  await shop.pool.query(`
    insert into raw.orders
    select g, timestamptz '2024-03-01 00:00Z' + (g - 1) * interval '2 hours', case g % 3 when 0 then 'KR' else 'US' end,
           g % 50, g % 7
      from generate_series(1, 720) g`);
  assert.equal(await shop.refresh(), null);
  const { rows } = await shop.pool.query<Record<string, string>>(plainDaily);
  assert.deepEqual(await served(shop), rows);
  return { shop, good: rows };
}

async function served(shop: Shop) {
  return readAt(shop.pool, (await latestEpoch(shop.pool, 'summa')).epoch, 'daily');
}

/** Refreshes; what would be tried again in a minute is not. */
async function refreshOnce(shop: Shop, mode: 'due' | 'all') {
  const { store } = shop.engine;
  const { id } = await requestRefresh(store, registry, { summary: 'daily', mode, requestedBy: 'test' });
  await store.updateTable('run').set({ failures: 99 }).where('id', '=', id).execute();
  const error = await runToItsEnd(shop.engine, id);
  const units = await store.selectFrom('run_unit').select(['state', 'quarantine']).where('run', '=', id).execute();
  return { error: error ?? 'published', states: new Set(units.map(({ state }) => state)), units };
}

async function stagesLeft(shop: Shop): Promise<number> {
  const { rowCount } = await shop.pool.query(
    `select from pg_tables where schemaname = 'summa' and tablename ~ '^_s[0-9]'
     union all select from summa._generation where from_epoch is null`,
  );
  return rowCount ?? 0;
}

/** Expects that a build is kept for `says`, day by day and as a whole, while the good epoch serves. */
async function isQuarantined(t: TestContext, bad: string, says: RegExp, modes: ('due' | 'all')[] = ['due', 'all']) {
  const { shop, good } = await openBuilt(t);
  await shop.pool.query(bad);
  for (const mode of modes) {
    const { error, states, units } = await refreshOnce(shop, mode);
    assert.match(error, says);
    // Days that are as they were are built, and nothing is published of them.
    states.delete('unchanged');
    assert.deepEqual([...states], ['quarantined']);
    const open = await listQuarantine(shop.pool, 'summa', registry, { open: true });
    assert.deepEqual(open.map(({ id }) => id).sort(), units.flatMap(({ quarantine }) => quarantine ?? []).sort());
    assert.ok(open.every(({ kind }) => kind === (mode === 'all' ? 'full' : open[0]?.kind)));
    assert.equal((await latestEpoch(shop.pool, 'summa')).epoch, 1);
    assert.deepEqual(await served(shop), good);
  }
  return shop;
}

/** Expects that a build fails for `says` and leaves nothing, while the good epoch serves. */
async function fails({ shop, good }: Awaited<ReturnType<typeof openBuilt>>, says: RegExp) {
  const { error, states } = await refreshOnce(shop, 'all');
  assert.match(error, says);
  assert.ok(states.has('failed') && !states.has('quarantined') && !states.has('published'), [...states].join());
  assert.deepEqual(await listQuarantine(shop.pool, 'summa', registry, { open: true }), []);
  assert.equal(await stagesLeft(shop), 0);
  assert.deepEqual(await served(shop), good);
}

describe('a bad build is kept, and the last good epoch serves', () => {
  it('when rows repeat the grain', async (t) => {
    const { shop, good } = await openBuilt(t);
    // No definition can do this, so it is done to the stage.
    injectFault(async (point) => {
      if (point !== 'after commit build') return;
      const { rows } = await shop.pool.query<{ name: string }>(
        `select tablename as name from pg_tables where schemaname = 'summa' and tablename ~ '^_s[0-9]'`,
      );
      for (const { name } of rows) {
        await shop.pool.query(`insert into summa."${name}" select * from summa."${name}" limit 1`);
      }
    });
    t.after(() => injectFault(null));
    const { error, states } = await refreshOnce(shop, 'due');
    assert.match(error, /1 row repeats the grain/);
    assert.deepEqual([...states], ['quarantined']);
    assert.deepEqual(await served(shop), good);
    const [open] = await listQuarantine(shop.pool, 'summa', registry, { open: true });
    assert.equal(open?.refusal?.key, 'quarantine.refusedGrain');
  });

  it('when values are missing', async (t) => {
    await isQuarantined(t, 'update raw.orders set country = null where order_id = 700', /1 row has no 'country'/);
  });

  it('when there are no rows', async (t) => {
    await isQuarantined(t, 'delete from raw.orders', /now there is none/);
  });

  it('when rows are lost', async (t) => {
    const lost = `delete from raw.orders where ordered_at >= '2024-04-28' and ordered_at < '2024-04-28 10:00Z'`;
    await isQuarantined(
      t,
      lost,
      /'orders' is unusual in 1 day, such as 2024-04-28 with 7, usually 12\. Expected 7\.2 to 16\.8/,
    );
  });

  it('when rows are doubled', async (t) => {
    const doubled = `
      insert into raw.orders select order_id + 10000, ordered_at, country, amount, customer_id from raw.orders
       where ordered_at >= '2024-04-28' and ordered_at < '2024-04-29'`;
    await isQuarantined(t, doubled, /'orders' is unusual in 1 day, such as 2024-04-28 with 24, usually 12/);
  });

  it('when a column of the source has another type', async (t) => {
    const retype = 'alter table raw.orders alter column customer_id type text';
    const shop = await isQuarantined(
      t,
      retype,
      /the type of 'newest_customer' would change from bigint to text, for 'customer_id' of its source was bigint/,
    );
    await shop.pool.query('alter table raw.orders alter column customer_id type bigint using customer_id::bigint');
    assert.equal(await shop.refresh({ mode: 'all' }), null);
    assert.equal(await stagesLeft(shop), 0);
  });

  it('when the own SQL of the definition finds rows', async (t) => {
    await isQuarantined(
      t,
      'update raw.orders set amount = -1000 where order_id = 719',
      /1 row fails 'no day earns less than nothing', such as day 2024-04-29, revenue -/,
    );
  });
});

describe('a build that cannot be finished', () => {
  it('fails when the disk is full, and leaves nothing', async (t) => {
    const built = await openBuilt(t);
    const { shop } = built;
    await shop.pool.query(`
      update raw.orders set country = (select string_agg(md5(order_id::text || n::text), '') from generate_series(1, 900) n)`);
    const undo = await fillDisk(shop);
    t.after(undo);
    await fails(built, /The disk of the warehouse is full|temp_file_limit/);
  });

  it('fails when it runs out of time, and leaves nothing', async (t) => {
    const built = await openBuilt(t);
    const { shop } = built;
    await connected(shop.serverUrl, async (client) =>
      client.query(`alter role summa in database ${await databaseOf(shop)} set lock_timeout = '300ms'`),
    );
    const other = await shop.pool.connect();
    try {
      await other.query('begin; lock table raw.orders in access exclusive mode');
      const { store } = shop.engine;
      const { id } = await requestRefresh(store, registry, { summary: 'daily', requestedBy: 'test' });
      await store.updateTable('run').set({ failures: 99 }).where('id', '=', id).execute();
      assert.match((await runToItsEnd(shop.engine, id)) ?? 'published', /lock timeout/);
      assert.equal(await stagesLeft(shop), 0);
      assert.deepEqual(await served(shop), built.good);
    } finally {
      await other.query('rollback');
      other.release();
    }
  });
});

describe('a check that warns', () => {
  it('is told with the unit, which is published', async (t) => {
    const { shop } = await openBuilt(t);
    await shop.pool.query(`update raw.orders set country = 'US' where order_id > 710`);
    const { id } = await requestRefresh(shop.engine.store, registry, { summary: 'daily', requestedBy: 'test' });
    assert.equal(await runToItsEnd(shop.engine, id), null);
    const { rows } = await shop.pool.query(plainDaily);
    assert.deepEqual(await served(shop), rows);
    const unit = await shop.engine.store
      .selectFrom('run_unit')
      .select(['state', 'checks'])
      .where('run', '=', id)
      .orderBy('ordinal', 'desc')
      .executeTakeFirstOrThrow();
    assert.equal(unit.state, 'published');
    assert.ok(JSON.stringify(unit.checks).includes('"severity":"warn"'));
    assert.match(
      JSON.stringify(unit.checks),
      /1 row fails 'orders come from more than one country', such as day 2024-04-29/,
    );
  });
});

async function databaseOf(shop: Shop): Promise<string> {
  const { rows } = await shop.pool.query<{ name: string }>('select current_database() as name');
  return rows[0]?.name ?? '';
}

/**
 * Lets Summa's tables meet a full disk: a file system of 8 MB where this process may mount one, else the server's own limit.
 * Returns how to undo it.
 */
async function fillDisk(shop: Shop): Promise<() => Promise<void>> {
  const database = await databaseOf(shop);
  const folder = await mkdtemp(path.join(tmpdir(), 'summa-disk-'));
  const mounted = await connected(shop.serverUrl, async (client) => {
    const data = await client.query<{ data_directory: string }>('show data_directory');
    return mountSmall(folder, data.rows[0]?.data_directory ?? '');
  });
  const space = `small_${database}`;
  await connected(shop.serverUrl, async (client) => {
    if (!mounted) return client.query(`alter role summa in database ${database} set temp_file_limit = '1MB'`);
    await client.query(`create tablespace ${space} location '${folder}'`);
    await client.query(`grant create on tablespace ${space} to summa`);
    return client.query(`alter role summa in database ${database} set default_tablespace = ${space}`);
  });
  return async () => {
    try {
      await shop.drop();
      const server = new URL(shop.serverUrl);
      server.pathname = '/postgres';
      if (mounted) await connected(String(server), (client) => client.query(`drop tablespace ${space}`));
    } finally {
      if (mounted) execFileSync('umount', ['-l', folder]);
      await rm(folder, { recursive: true, force: true });
    }
  };
}

function mountSmall(folder: string, data: string): boolean {
  try {
    const { uid, gid } = statSync(data);
    const options = `size=8m,uid=${uid},gid=${gid},mode=700`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
