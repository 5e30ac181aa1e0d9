import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dailySales } from '#lib/compile/tile-fixture.ts';
import { dateRange } from '#lib/definition/filters.ts';
import { line, number, table } from '#lib/definition/tiles.ts';
import { remembered } from './remembered.ts';
import { loadTiles, testShop } from './test-shop.ts';

describe('equal questions', () => {
  it('of 100 pages at once are asked once', async (t) => {
    const shop = await testShop(t);
    const asked: string[] = [];
    const { pages } = shop.warehouse;
    const query = pages.query.bind(pages) as (statement: unknown) => unknown;
    Object.assign(pages, {
      query: (statement: string | { text: string }, ...rest: unknown[]) => {
        const text = typeof statement === 'string' ? statement : statement.text;
        if (text.startsWith('with "grouped"')) asked.push(text);
        return (query as (...given: unknown[]) => unknown)(statement, ...rest);
      },
    });
    const tiles = [
      number('One', dailySales.orders),
      number('The same', dailySales.orders),
      line('Two', dailySales.buyers, { by: 'day' }),
      table('Three', dailySales.aov, { by: 'country' }),
    ];
    const filters = { period: dateRange('last 90 days') };
    const loads = await Promise.all(Array.from({ length: 100 }, () => loadTiles(shop, tiles, { filters })));
    assert.equal(asked.length, 3);
    for (const load of loads)
      assert.deepEqual(
        load.tiles.map((tile) => tile.ok && tile.values),
        loads[0]?.tiles.map((tile) => tile.ok && tile.values),
      );

    // Another epoch, another question; the old one again, no question.
    await loadTiles(shop, tiles, { filters, epoch: 2 });
    await loadTiles(shop, tiles, { filters, epoch: 3 });
    assert.equal(asked.length, 6);
  });
});

describe('remembered(most)', () => {
  it('forgets what was used longest ago, and failures at once', async () => {
    const kept = remembered<string>(2);
    let found = 0;
    const find = async () => `found ${++found}`;
    for (const key of ['a', 'b', 'a', 'c', 'a']) await kept.get(key, find);
    assert.equal(found, 3);
    await kept.get('b', find);
    assert.equal(found, 4);
    await assert.rejects(kept.get('x', () => Promise.reject(new Error('no'))));
    assert.equal(await kept.get('x', find), 'found 5');
  });
});
