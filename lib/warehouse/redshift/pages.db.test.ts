import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadModule } from 'libpg-query';
import { dailySales, monthlySales } from '#lib/compile/tile-fixture.ts';
import { loadTiles, type Shop, testShop } from '#lib/dashboard/test-shop.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { area, bar, line, number, type Tile, table } from '#lib/definition/tiles.ts';
import { choiceId, choiceText } from '#lib/query/choice-id.ts';
import type { Cell, TileData } from '#lib/query/result.ts';
import { warehousePool } from '../connect.ts';
import { recordStatements } from '../testing/record-statements.ts';
import { lint } from './lint.ts';

const { orders, revenue, smallest, buyers, aov, spend } = dailySales;

const tiles: Tile[] = [
  number('Revenue', revenue, { compare: 'previous period' }),
  number('Spend', spend, { compare: 'previous year' }),
  line('Orders', orders, { by: 'day', grain: 'week', split: 'channel' }),
  area('Average order', aov, { by: 'day', grain: 'month' }),
  bar('Buyers', buyers, { by: 'country', limit: 3 }),
  bar('Channels', revenue, { by: 'country', split: 'channel', limit: 5 }),
  table('All', [orders, revenue, smallest, buyers, aov, spend], { by: ['country', 'size'], sort: '-aov' }),
  table('Months', [monthlySales.revenue], { by: ['month', 'country'] }),
];

describe('a dashboard of a Redshift', () => {
  it('shows what it shows of a PostgreSQL, by statements that Redshift has', async (t) => {
    await loadModule();
    const ofPostgres = await answers(await testShop(t));
    // The same rows in a warehouse of its own: what one has answered is not asked again.
    const shop = await testShop(t);
    const recorded = recordStatements(t, new URL(shop.url).pathname.slice(1));
    const ofRedshift = await answers(asRedshift(shop));

    assert.equal(ofRedshift.length, tiles.length);
    for (const [at, expected] of ofPostgres.entries()) {
      const found = ofRedshift[at];
      assert.ok(found && expected.rows > 0, tiles[at]?.title);
      assert.notEqual(found.sql, expected.sql);
      assert.deepEqual(comparable(found), comparable(expected), tiles[at]?.title);
    }
    assert.ok(recorded.length > tiles.length, `only ${recorded.length} statements were sent`);
    for (const { text, from } of recorded) assert.deepEqual(lint(text), [], `${from}: ${text}`);
  });
});

function asRedshift(shop: Shop): Shop {
  const url = shop.url.replace(/^postgres(ql)?:/, 'redshift:');
  const warehouse = { pages: warehousePool('pages', url), exports: warehousePool('exports', url), schema: 'summa' };
  return { ...shop, warehouse };
}

async function answers(shop: Shop): Promise<TileData[]> {
  const filters = { period: dateRange('all'), country: choice(dailySales, 'country') };
  const countries = choiceText(['KR', 'JP', 'US', null, 'São, "Paulo"'].map(choiceId));
  const values = { period: '2023-06-01..2024-02-29', country: countries };
  const load = await loadTiles(shop, tiles, { filters, values });
  return load.tiles.map((tile) => {
    assert.ok(tile.ok, tile.ok ? '' : JSON.stringify(tile.message));
    return tile;
  });
}

/** What people see: numbers by 14 of their digits, for Redshift divides floats. */
function comparable({ columns, values, comparison, notes, totals, rest }: TileData) {
  const shown = (cells: Cell[][]) =>
    cells.map((column, at) =>
      columns[at]?.type === 'number'
        ? column.map((cell) => (cell === null ? null : Number(cell).toPrecision(14)))
        : column,
    );
  return { columns, values: shown(values), comparison: shown(comparison?.values ?? []), notes, totals, rest };
}
