import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { pauseAt } from '../testing/pause-at.ts';
import { assertServesPlain } from '../testing/plain.ts';
import { begin, request, stateOf, unitsOf } from '../testing/run-of.ts';
import type { Shop } from '../testing/shop.ts';
import { allMonths, threeMonths } from '../testing/three-months.ts';
import { cancelRun } from './cancel.ts';
import { injectFault } from './fault-point.ts';
import { runToItsEnd } from './first-build.ts';
import { retryRun } from './retry-run.ts';

const who = 'ada@example.com';

function retry({ engine, pool }: Shop, id: string) {
  return retryRun(engine.store, engine.registry, { id, who }, () => ({ db: pool, schema: 'summa' }));
}

/** A run whose second month fails in a way that is not tried again. */
async function partialRun(t: TestContext, shop: Shop): Promise<string> {
  const id = await request(shop, { range: allMonths });
  t.after(() => injectFault(null));
  let units = 0;
  injectFault((point) => {
    if (point !== 'before compare') return;
    units += 1;
    if (units > 4) throw Object.assign(new Error('division by zero'), { code: '22012', severity: 'ERROR' });
  });
  assert.match((await runToItsEnd(shop.engine, id)) ?? '', /division by zero/);
  injectFault(null);
  return id;
}

describe('retryRun()', () => {
  it('does exactly what a partial run did not, from its frozen plan', { timeout: 120_000 }, async (t) => {
    const shop = await threeMonths(t);
    const id = await partialRun(t, shop);
    const before = await unitsOf(shop, id);
    assert.equal((await stateOf(shop, id)).state, 'partial');
    assert.equal(before.filter((unit) => unit.endsWith('published')).length > 0, true, before.join());
    const again = await retry(shop, id);
    assert.deepEqual(await retry(shop, id), { id: again.id, joined: true });
    const left = before.filter((unit) => !unit.endsWith('published')).map((unit) => `${unit.slice(0, 7)} pending`);
    assert.deepEqual(await unitsOf(shop, again.id), left);
    assert.equal((await stateOf(shop, again.id)).retry_of, id);
    assert.equal(await runToItsEnd(shop.engine, again.id), null);
    await assertServesPlain(shop);
    await assert.rejects(retry(shop, again.id), { status: 409, message: /nothing to repeat/ });
  });

  it('goes on after a cancel, and refuses a run that has not ended', { timeout: 120_000 }, async (t) => {
    const shop = await threeMonths(t);
    const id = await request(shop, { range: allMonths });
    await assert.rejects(retry(shop, id), { status: 409, message: /has not ended/ });
    const { reached, go } = pauseAt(t, 'before enter checking');
    const { end } = await begin(shop, id);
    await reached();
    await cancelRun(shop.engine.store, id, 'after unit', who);
    go();
    await end;
    const again = await retry(shop, id);
    assert.deepEqual(await unitsOf(shop, again.id), ['2024-02 pending', '2024-03 pending']);
    assert.equal(await runToItsEnd(shop.engine, again.id), null);
    await assertServesPlain(shop);
  });

  it('refuses a plan whose definition has changed since, and an unknown run', { timeout: 120_000 }, async (t) => {
    const shop = await threeMonths(t);
    const id = await partialRun(t, shop);
    await shop.pool.query('alter table raw.orders alter column amount type numeric(12,2)');
    await assert.rejects(retry(shop, id), { status: 409, message: /daily has changed since run/ });
    await assert.rejects(retry(shop, '999'), { status: 404 });
  });

  it('leaves out units whose days are held meanwhile, and refuses when nothing else is left', async (t) => {
    const shop = await threeMonths(t);
    const id = await partialRun(t, shop);
    const left = (await unitsOf(shop, id)).filter((unit) => !unit.endsWith('published'));
    assert.deepEqual(
      left.map((unit) => unit.slice(0, 7)),
      ['2024-02', '2024-03'],
    );
    const hold = (from: string, to: string) =>
      shop.pool.query(
        `insert into summa._hold (summary, range_from, range_to, epoch, undone, who) values ('daily', $1, $2, 1, 1, 'ann')`,
        [from, to],
      );
    await hold('2024-02-10', '2024-02-11');
    const again = await retry(shop, id);
    assert.deepEqual(await unitsOf(shop, again.id), ['2024-03 pending']);
    await cancelRun(shop.engine.store, again.id, 'now', who);
    await hold('2024-03-01', '2024-04-01');
    await assert.rejects(retry(shop, id), { status: 409, message: /days held since a roll-back/ });
  });

  it('asks again for what was never planned', async (t) => {
    const shop = await threeMonths(t);
    const id = await request(shop, { range: allMonths, reason: 'late orders' });
    await cancelRun(shop.engine.store, id, 'now', who);
    const again = await retry(shop, id);
    const run = await stateOf(shop, again.id);
    assert.deepEqual([run.mode, run.range_from, run.reason, run.retry_of], ['all', '2024-01-01', 'late orders', id]);
  });
});

describe('a failure that may pass', () => {
  for (const [code, words] of [
    ['40P01', 'deadlock detected'],
    ['53100', 'could not extend file: No space left on device'],
  ] as const) {
    it(`(${words}) is tried again later, visibly, and ends as failed`, { timeout: 120_000 }, async (t) => {
      const shop = await threeMonths(t);
      const id = await request(shop, { range: allMonths });
      t.after(() => injectFault(null));
      injectFault((point) => {
        if (point === 'before compare') throw Object.assign(new Error(words), { code, severity: 'ERROR' });
      });
      const waited: number[] = [];
      for (let attempt = 1; attempt < 20; attempt++) {
        await (await begin(shop, id)).end;
        const run = await stateOf(shop, id);
        if (run.finished_at) break;
        assert.equal(run.state, 'queued');
        assert.match(run.error ?? '', new RegExp(code === '53100' ? 'disk of the warehouse is full' : words));
        waited.push(Math.round((run.not_before.getTime() - Date.now()) / 1000));
        await shop.engine.store
          .updateTable('run')
          .set({ not_before: new Date(0) })
          .where('id', '=', id)
          .execute();
      }
      assert.deepEqual(
        [...waited].sort((a, b) => a - b),
        waited,
      );
      assert.equal(waited.length, code === '53100' ? 3 : 8);
      const run = await stateOf(shop, id);
      assert.equal(run.state, 'failed');
      assert.deepEqual(await unitsOf(shop, id), ['2024-01 failed', '2024-02 pending', '2024-03 pending']);
    });
  }
});
