import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pauseAt } from '../testing/pause-at.ts';
import { begin, request, unitsOf } from '../testing/run-of.ts';
import { allMonths, threeMonths } from '../testing/three-months.ts';

describe('a unit in work', () => {
  it('says since when it is built, and how many rows there are', { timeout: 120_000 }, async (t) => {
    const shop = await threeMonths(t);
    const id = await request(shop, { range: allMonths });
    const { reached, go } = pauseAt(t, 'before enter checking');
    const { end } = await begin(shop, id);
    await reached();
    const unit = () =>
      shop.engine.store
        .selectFrom('run_unit')
        .select(['state', 'started_at', 'finished_at', 'built_rows'])
        .where('run', '=', id)
        .where('ordinal', '=', 0)
        .executeTakeFirstOrThrow();
    const building = await unit();
    const { rows } = await shop.pool.query<{ count: string }>(`
      select (count(distinct (date_trunc('day', at), country)) + count(distinct country))::text as count
        from (select ordered_at at time zone 'Asia/Seoul' as at, country from raw.orders) o
       where at < '2024-02-01'`);
    assert.deepEqual([building.state, building.finished_at, building.built_rows], ['building', null, rows[0]?.count]);
    assert.ok(building.started_at);
    assert.deepEqual(await unitsOf(shop, id), ['2024-01 building', '2024-02 pending', '2024-03 pending']);
    go();
    await end;
    const done = await unit();
    assert.deepEqual([done.state, done.built_rows], ['published', rows[0]?.count]);
    assert.ok(done.finished_at && done.started_at && done.finished_at >= done.started_at);
  });
});
