import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { pauseAt } from '../testing/pause-at.ts';
import { assertServesPlain } from '../testing/plain.ts';
import { begin, request, stateOf, unitsOf } from '../testing/run-of.ts';
import type { Shop } from '../testing/shop.ts';
import { allMonths, threeMonths } from '../testing/three-months.ts';
import { cancelRun } from './cancel.ts';
import type { FaultPoint } from './fault-point.ts';
import { requeueLost } from './lost-runs.ts';
import { settleCancelled } from './settle-cancelled.ts';

const quick = (shop: Shop): Shop => ({ ...shop, engine: { ...shop.engine, lease: { seconds: 60, renewMs: 50 } } });

async function published({ pool }: Shop, run: string): Promise<string[]> {
  const { rows } = await pool.query<{ unit: string }>('select unit from summa._publish where run = $1 order by unit', [
    run,
  ]);
  return rows.map(({ unit }) => unit.slice(0, 7));
}

/** As if the process that holds the run had died a while ago. */
async function endLease({ engine }: Shop, id: string): Promise<void> {
  await sql`update summa_control.run set lease_until = now() - interval '1 second' where id = ${id}`.execute(
    engine.store,
  );
}

describe('cancelRun()', () => {
  it('ends a run that waits at once', async (t) => {
    const shop = await threeMonths(t);
    const id = await request(shop);
    await cancelRun(shop.engine.store, id, 'now', 'ada@example.com');
    const run = await stateOf(shop, id);
    assert.deepEqual([run.state, run.error], ['cancelled', 'Cancelled by ada@example.com.']);
    assert.notEqual(await request(shop), id);
    await assert.rejects(cancelRun(shop.engine.store, id, 'now', 'ada@example.com'), { status: 409 });
    await assert.rejects(cancelRun(shop.engine.store, '999', 'now', 'ada@example.com'), { status: 404 });
  });

  it('after the unit: what is in work is published, the rest is not begun', { timeout: 120_000 }, async (t) => {
    const shop = quick(await threeMonths(t));
    const id = await request(shop, { range: allMonths });
    const { reached, go } = pauseAt(t, 'before enter checking');
    const { end } = await begin(shop, id);
    await reached();
    await cancelRun(shop.engine.store, id, 'after unit', 'ada@example.com');
    assert.equal((await stateOf(shop, id)).state, 'building');
    go();
    await end;
    assert.equal((await stateOf(shop, id)).state, 'cancelled');
    assert.deepEqual(await unitsOf(shop, id), ['2024-01 published', '2024-02 pending', '2024-03 pending']);
    assert.deepEqual(await published(shop, id), ['2024-01']);
  });

  it('now: the statement in work is ended', { timeout: 120_000 }, async (t) => {
    const shop = quick(await threeMonths(t));
    const locker = new pg.Client(shop.url);
    locker.on('error', () => {});
    await locker.connect();
    await locker.query('begin; lock table raw.orders in access exclusive mode');
    const id = await request(shop);
    const { end } = await begin(shop, id);
    await cancelRun(shop.engine.store, id, 'after unit', 'ada@example.com');
    await cancelRun(shop.engine.store, id, 'now', 'ada@example.com');
    await end;
    await locker.end();
    const run = await stateOf(shop, id);
    assert.deepEqual([run.state, run.settle], ['cancelled', false]);
    const { rows } = await shop.pool.query(`select tablename from pg_tables where tablename ~ '^_s[0-9]'`);
    assert.deepEqual(rows, []);
  });

  for (const point of ['before open rows', 'before commit', 'after commit'] satisfies FaultPoint[]) {
    it(`now, ${point} of a publish: published as a whole or not at all, and the record says which`, {
      timeout: 120_000,
    }, async (t) => {
      const shop = quick(await threeMonths(t));
      const id = await request(shop, { range: { from: '2024-01-01', to: '2024-03-01' } });
      const { reached, go } = pauseAt(t, point);
      const { end } = await begin(shop, id);
      await reached();
      await cancelRun(shop.engine.store, id, 'now', 'ada@example.com');
      // Until its lease tells the attempt; the connection is ended meanwhile.
      for (let waited = 0; waited < 600 && (await connections(shop, id)) > 0; waited++) await pause(20);
      go();
      await end;
      assert.equal((await stateOf(shop, id)).state, 'cancelled');
      const done = (await unitsOf(shop, id)).filter((unit) => unit.endsWith('published'));
      assert.deepEqual(
        done.map((unit) => unit.slice(0, 7)),
        await published(shop, id),
      );
      assert.equal(done.length, point === 'after commit' ? 1 : 0);
      assert.equal(await shop.refresh({ mode: 'all', range: allMonths }), null);
      await assertServesPlain(shop);
    });
  }

  it('of a run whose worker is dead ends it, and the warehouse says what it had published', {
    timeout: 120_000,
  }, async (t) => {
    const shop = await threeMonths(t);
    for (const asked of ['before', 'after'] as const) {
      const id = await request(shop, { range: { from: '2024-01-01', to: '2024-03-01' }, reason: asked });
      const { reached, go } = pauseAt(t, 'before record unit');
      const { end } = await begin(shop, id);
      await reached();
      if (asked === 'before') await cancelRun(shop.engine.store, id, 'now', 'ada@example.com');
      await endLease(shop, id);
      if (asked === 'before') assert.deepEqual(await requeueLost(shop.engine.store), []);
      else await cancelRun(shop.engine.store, id, 'now', 'ada@example.com');
      assert.equal((await stateOf(shop, id)).state, 'cancelled');
      await settleCancelled(shop.engine);
      assert.equal((await stateOf(shop, id)).settle, false);
      assert.deepEqual(await unitsOf(shop, id), ['2024-01 published', '2024-02 pending']);
      // The process was only stopped, and goes on: it may publish nothing.
      go();
      await end;
      assert.deepEqual(await published(shop, id), ['2024-01']);
      assert.equal((await stateOf(shop, id)).state, 'cancelled');
      await shop.pool.query('update raw.orders set amount = amount + 1');
    }
  });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function connections({ pool }: Shop, run: string): Promise<number> {
  const { rowCount } = await pool.query(
    `select from pg_stat_activity where application_name like $1 and datname = current_database()`,
    [`summa run ${run}.%`],
  );
  return rowCount ?? 0;
}
