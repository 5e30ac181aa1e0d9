import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { assertServesPlain } from '../testing/plain.ts';
import { request, stateOf, unitsOf } from '../testing/run-of.ts';
import type { Shop } from '../testing/shop.ts';
import { allMonths, threeMonths } from '../testing/three-months.ts';
import { cancelRun } from './cancel.ts';
import { injectFault } from './fault-point.ts';
import { runToItsEnd } from './first-build.ts';
import { settleCancelled } from './settle-cancelled.ts';

/** As a backup of the control store has it, taken when the run waited: no attempt, no plan, no unit, older numbers. */
async function restore({ engine }: Shop, id: string): Promise<void> {
  await sql`delete from summa_control.run_unit where run = ${id}`.execute(engine.store);
  await sql`
    update summa_control.run set state = 'queued', plan = null, attempt = 0, losses = 0, fence = null, started_at = null,
      finished_at = null, error = null where id = ${id}`.execute(engine.store);
  await sql`select setval('summa_control.run_fence', 1)`.execute(engine.store);
}

async function publishes({ pool }: Shop, id: string): Promise<string[]> {
  const { rows } = await pool.query<{ unit: string }>('select unit from summa._publish where run = $1 order by unit', [
    id,
  ]);
  return rows.map(({ unit }) => unit.slice(0, 7));
}

describe('a control store that is older than the warehouse', () => {
  it('learns from it that a run which waits has published everything', { timeout: 120_000 }, async (t) => {
    const shop = await threeMonths(t);
    const id = await request(shop, { range: allMonths });
    assert.equal(await runToItsEnd(shop.engine, id), null);
    await restore(shop, id);
    assert.equal(await runToItsEnd(shop.engine, id), null);
    assert.deepEqual(await publishes(shop, id), ['2024-01', '2024-02', '2024-03']);
    assert.deepEqual(await unitsOf(shop, id), ['2024-01 published', '2024-02 published', '2024-03 published']);
    await assertServesPlain(shop);
  });

  it('does the rest of a run that had published a part', { timeout: 120_000 }, async (t) => {
    const shop = await threeMonths(t);
    const id = await request(shop, { range: allMonths });
    t.after(() => injectFault(null));
    injectFault((point) => {
      if (point !== 'before record unit') return;
      throw Object.assign(new Error('interrupted'), { code: '22000', severity: 'ERROR' });
    });
    assert.match((await runToItsEnd(shop.engine, id)) ?? '', /interrupted/);
    injectFault(null);
    assert.deepEqual(await publishes(shop, id), ['2024-01']);
    await restore(shop, id);
    assert.equal(await runToItsEnd(shop.engine, id), null);
    assert.deepEqual(await publishes(shop, id), ['2024-01', '2024-02', '2024-03']);
    assert.equal((await stateOf(shop, id)).state, 'succeeded');
    await assertServesPlain(shop);
  });

  it('settles a run that is cancelled', { timeout: 120_000 }, async (t) => {
    const shop = await threeMonths(t);
    const id = await request(shop, { range: allMonths });
    assert.equal(await runToItsEnd(shop.engine, id), null);
    await restore(shop, id);
    await sql`update summa_control.run set attempt = 1 where id = ${id}`.execute(shop.engine.store);
    await cancelRun(shop.engine.store, id);
    await settleCancelled(shop.engine);
    assert.deepEqual([(await stateOf(shop, id)).state, (await stateOf(shop, id)).settle], ['cancelled', false]);
    assert.deepEqual(await unitsOf(shop, id), ['2024-01 published', '2024-02 published', '2024-03 published']);
  });
});
