import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { testDatabase } from '#lib/server/test-database.ts';
import { warehouseHealth } from '#lib/warehouse/health.ts';
import { listSummaries } from '#lib/warehouse/summaries.ts';
import { openShop, type Shop, shopRegistry } from '../testing/shop.ts';
import { adminOverview } from '../view/overview.ts';
import { buildMissing } from './first-build.ts';
import { requestRefresh } from './request.ts';

async function shop(t: TestContext, registry = shopRegistry): Promise<Shop> {
  const opened = await openShop(await testDatabase(), registry);
  t.after(() => opened.drop());
  await opened.pool.query(
    `insert into raw.orders values (1, '2024-03-01 10:00Z', 'KR', 10, 1), (2, '2024-03-05 10:00Z', 'US', 20, 2)`,
  );
  return opened;
}

describe('requestRefresh()', () => {
  it('refuses an unknown summary and a range the wrong way round', async (t) => {
    const { engine } = await shop(t);
    const wish = { summary: 'daily', requestedBy: 'test' };
    await assert.rejects(
      requestRefresh(engine.store, engine.registry, { ...wish, summary: 'weekly' }),
      /no summary called "weekly"/,
    );
    await assert.rejects(
      requestRefresh(engine.store, engine.registry, { ...wish, range: { from: '2024-03-02', to: '2024-03-02' } }),
      /the first before the second/,
    );
  });
});

describe('what the pages are told', () => {
  it('before and after the first build, and when the source has more', async (t) => {
    const opened = await shop(t);
    const { environment, engine } = opened;
    const health = () => warehouseHealth(engine.registry, environment);
    assert.deepEqual((await health()).summaries, { total: 2, complete: 0 });
    assert.equal((await health()).status, 'building');
    const lines: string[] = [];
    await buildMissing({ registry: engine.registry, environment, log: (line) => lines.push(line) });
    assert.match(lines[0] ?? '', /daily, monthly: building/);
    assert.deepEqual((await health()).status, 'ok');
    assert.deepEqual(await listSummaries(engine.registry, environment), [
      { name: 'daily', completeThrough: '2024-03-05T10:00:00.000Z', epoch: 1, rows: 2 },
      { name: 'monthly', completeThrough: '2024-03-05T10:00:00.000Z', epoch: 1, rows: 2 },
    ]);
    const overview = await adminOverview(engine.registry, environment);
    assert.equal(overview.epoch, 1);
    const [daily, monthly] = overview.summaries;
    assert.deepEqual([daily?.downstream, monthly?.upstream], [['monthly'], ['daily']]);
    const run = overview.runs[0];
    assert.deepEqual(
      [run?.state, run?.unitsDone, run?.unitsTotal, run?.rowsOpened, run?.epochs, run?.requestedBy],
      ['succeeded', 1, 1, '4', { from: 1, to: 1 }, 'start'],
    );
    await opened.pool.query(`update summa._watermark set through = '2024-03-07'`);
    assert.deepEqual((await health()).summaries, { total: 2, complete: 1 });
    assert.equal((await warehouseHealth(engine.registry, { ...environment, schema: 'nowhere' })).status, 'unavailable');
  });
});
