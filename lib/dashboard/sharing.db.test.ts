import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dailySales } from '#lib/compile/tile-fixture.ts';
import { dateRange } from '#lib/definition/filters.ts';
import { line, number, table } from '#lib/definition/tiles.ts';
import { statementLog } from '#lib/query/execution/testing/statement-log.ts';
import { loadTiles, testShop } from './test-shop.ts';

describe('equal questions', () => {
  it('of 100 pages at once are asked once', async (t) => {
    const shop = await testShop(t);
    const log = await statementLog(shop.serverUrl);
    const asked = async () => (await log.next()).filter((text) => text.startsWith('with "grouped"')).length;
    const tiles = [
      number('One', dailySales.orders),
      number('The same', dailySales.orders),
      line('Two', dailySales.buyers, { by: 'day' }),
      table('Three', dailySales.aov, { by: 'country' }),
    ];
    const filters = { period: dateRange('last 90 days') };
    const loads = await Promise.all(Array.from({ length: 100 }, () => loadTiles(shop, tiles, { filters })));
    assert.equal(await asked(), 3);
    for (const load of loads)
      assert.deepEqual(
        load.tiles.map((tile) => tile.ok && tile.values),
        loads[0]?.tiles.map((tile) => tile.ok && tile.values),
      );

    // Another epoch, another question; the old one again, no question.
    await loadTiles(shop, tiles, { filters, epoch: 2 });
    await loadTiles(shop, tiles, { filters, epoch: 3 });
    assert.equal(await asked(), 3);
  });
});
