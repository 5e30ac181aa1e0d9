import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import pg from 'pg';
import { dailySales, monthlySales } from '#lib/compile/tile-fixture.ts';
import { loadTiles, type Shop, testShop } from '#lib/dashboard/test-shop.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { bar, line, number, type Tile, table } from '#lib/definition/tiles.ts';
import { PersonError } from '#lib/problem.ts';
import type { TileResult } from '../result.ts';
import { slotsOf } from './run-in-turn.ts';
import { statementLog } from './testing/statement-log.ts';

const tiles = [
  number('One', dailySales.orders),
  number('The same', dailySales.orders),
  line('Two', dailySales.revenue, { by: 'day' }),
  table('Three', dailySales.aov, { by: 'country' }),
  bar('Four', dailySales.buyers, { by: 'channel' }),
  bar('Five', monthlySales.revenue, { by: 'country' }),
];
const distinctTiles = 5;
const filters = { period: dateRange('last 90 days'), country: choice(dailySales, 'country') };

/** Statements by what they are about. */
function kinds(statements: string[]) {
  const about = { rows: 0, around: 0, newest: 0, generations: 0, after: 0, other: [] as string[] };
  for (const text of statements) {
    if (text.startsWith('with "grouped"')) about.rows += 1;
    else if (/"_g\d+_/.test(text)) about.around += 1;
    else if (/_epoch" e left join/.test(text)) about.newest += 1;
    else if (/_generation" g/.test(text)) about.generations += 1;
    else if (/_horizon|max\(epoch\)/.test(text)) about.after += 1;
    else about.other.push(text);
  }
  return about;
}

describe('one dashboard load', () => {
  it('is one statement for each distinct question, and one for the epoch when nothing has changed', async (t) => {
    const shop = await testShop(t);
    const log = await statementLog(shop.serverUrl);
    await loadTiles(shop, tiles, { filters });
    const cold = kinds(await log.next());
    // Around the tiles: the days of two summaries and the values of one filter.
    assert.deepEqual(
      { ...cold, after: 0 },
      { rows: distinctTiles, around: 3, newest: 1, generations: 1, after: 0, other: [] },
    );
    assert.ok(cold.after <= distinctTiles + 3, `${cold.after} looks at whether rows may be gone`);
    t.diagnostic(`cold: ${JSON.stringify(cold)}`);

    for (let again = 0; again < 3; again++) await loadTiles(shop, tiles, { filters });
    assert.deepEqual(kinds(await log.next()), { rows: 0, around: 0, newest: 3, generations: 0, after: 0, other: [] });
  });

  it('500 times at once on a cold cache is still one statement for each distinct question', async (t) => {
    const shop = await testShop(t);
    const log = await statementLog(shop.serverUrl);
    const loads = await Promise.all(Array.from({ length: 500 }, () => loadTiles(shop, tiles, { filters })));
    const { rows, around, newest, generations, after, other } = kinds(await log.next());
    assert.deepEqual(
      { rows, around, generations, other },
      { rows: distinctTiles, around: 3, generations: 1, other: [] },
    );
    t.diagnostic(`500 loads: ${newest} statements for the epoch, ${after} after rows`);
    assert.ok(newest <= 20 && after <= 20);
    const first = JSON.stringify(values(loads[0]?.tiles));
    for (const load of loads) assert.equal(JSON.stringify(values(load.tiles)), first);
  });
});

describe('tiles that differ in measures', () => {
  const together: Tile[] = [
    number('One', dailySales.orders, { compare: 'previous period' }),
    number('Two', dailySales.revenue, { compare: 'previous period' }),
    number('Three', dailySales.aov, { compare: 'previous period' }),
    // Counted in a table of its own.
    number('Four', dailySales.buyers, { compare: 'previous period' }),
    line('Five', [dailySales.revenue, dailySales.orders], { by: 'day', compare: 'previous year' }),
    line('Six', [dailySales.aov, dailySales.revenue], { by: 'day', compare: 'previous year' }),
  ];

  it('are one statement, and show what each of them shows alone', async (t) => {
    const shop = await testShop(t);
    const log = await statementLog(shop.serverUrl);
    const shown = async (of: Tile[]) => (await loadTiles(shop, of, { filters })).tiles.map(dataOf);
    const all = await shown(together);
    assert.equal(kinds(await log.next()).rows, 3);
    // Another incarnation: nothing that was kept is found.
    await shop.pool.query('update summa._epoch set incarnation = gen_random_uuid()');
    const alone: unknown[] = [];
    for (const tile of together) alone.push(...(await shown([tile])));
    assert.equal(kinds(await log.next()).rows, together.length);
    assert.deepEqual(all, alone);
  });
});

const dataOf = (tile: TileResult) =>
  tile.ok ? { values: tile.values, comparison: tile.comparison, notes: tile.notes, sql: tile.sql } : tile;

describe('a server with few connections', () => {
  it('and 500 different loads at once: each is right, or is asked to come again', { timeout: 240_000 }, async (t) => {
    const shop = await testShop(t);
    const expected = values((await loadTiles(shop, tiles, { filters })).tiles);
    const outcome = await crowded(shop, 4, () => Promise.all(Array.from({ length: 500 }, (_, n) => tried(shop, n))));
    const count = (kind: string) => outcome.filter((each) => each === kind).length;
    t.diagnostic(`500 loads over 4 connections: ${count('right')} answered, ${count('busy')} asked to come again`);
    assert.equal(count('right') + count('busy'), 500, [...new Set(outcome)].join('\n'));
    assert.ok(count('right') >= 20);
    assert.ok(count('busy') > 0);
    assert.equal(slotsOf(shop.warehouse.pages).waiting(), 0);
    // Nothing is left behind: the next load finds the warehouse as it was.
    assert.deepEqual(values((await loadTiles(shop, tiles, { filters, epoch: 3 })).tiles), expected);
  });
});

/** One load that nobody else asks: other days, and one statement per tile. */
async function tried(shop: Shop, n: number): Promise<string> {
  const day = new Date(Date.UTC(2023, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
  try {
    const load = await loadTiles(shop, tiles, { filters, values: { period: `${day}..2024-03-30` } });
    const failed = load.tiles.find((tile) => !tile.ok);
    return !failed ? 'right' : !failed.ok && failed.code === 'busy' ? 'busy' : JSON.stringify(failed);
  } catch (error) {
    const busy = error instanceof PersonError && [429, 503].includes(error.status) && error.retryAfter !== null;
    return busy ? 'busy' : String(error);
  }
}

/** Runs something while the database lets only so many connections of pages in. */
async function crowded<T>(shop: Shop, connections: number, run: () => Promise<T>): Promise<T> {
  const server = new pg.Client(shop.serverUrl);
  await server.connect();
  const { rows } = await server.query<{ name: string; others: number }>(
    `select current_database() as name,
            (select count(*)::int from pg_stat_activity where datname = current_database() and usename = 'summa') as others`,
  );
  const { name, others } = rows[0] ?? { name: '', others: 0 };
  await server.query(`alter database ${name} connection limit ${others + connections}`);
  try {
    return await run();
  } finally {
    await server.query(`alter database ${name} connection limit -1`);
    await server.end();
  }
}

const values = (found: TileResult[] = []) => found.map((tile) => (tile.ok ? tile.values : tile.code));
