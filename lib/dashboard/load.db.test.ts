import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dailySales, limitedSales, monthlySales } from '#lib/compile/tile-fixture.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { area, bar, change, growth, line, number, share, table } from '#lib/definition/tiles.ts';
import { english } from '#lib/i18n/languages.ts';
import { type Message, message, say } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { Cell, TileData, TileResult } from '#lib/query/result.ts';
import { admin, completeThrough, loadTiles, type Shop, testShop } from './test-shop.ts';

const closing: (() => Promise<void>)[] = [];
let shop: Shop;
before(async () => {
  shop = await testShop({ after: (fn) => closing.push(fn) });
});
after(async () => {
  for (const close of closing) await close();
});

const period = { period: dateRange('last 28 days') };
const analyst = (countries?: string[]) => ({
  ...admin,
  role: 'analyst' as const,
  attributes: countries ? { countries } : ({} as Record<string, string[]>),
});

const words = (said: Message | Message[] | undefined): string =>
  [said ?? []]
    .flat()
    .map((one) => say(one, english))
    .join(' ');

describe('loadDashboard(request)', () => {
  it('ends relative ranges with the last complete day of the page', async () => {
    const { head } = await loadTiles(shop, [number('', dailySales.orders), number('', monthlySales.orders)], {
      filters: period,
    });
    const [filter] = head.filters;
    assert.ok(filter?.kind === 'date-range');
    assert.deepEqual(filter.resolved, { from: '2024-03-03', to: '2024-03-30' });
    assert.deepEqual(filter.available, { from: '2023-01-01', to: '2024-03-30' });
    assert.deepEqual(
      filter.presets.find((preset) => preset.value === 'month-to-date'),
      {
        value: 'month-to-date',
        from: '2024-03-01',
        to: '2024-03-30',
      },
    );
    assert.equal(head.epoch, 3);
    assert.equal(head.pinned, false);
    assert.equal(head.completeThrough.through, '2024-03-30T15:00:00.000Z');
    assert.equal(new Date(completeThrough).toISOString(), head.completeThrough.through);
  });

  it('reads an old epoch, and each epoch has its own rows', async () => {
    const totals = await Promise.all(
      [1, 2, 3].map(async (epoch) => {
        const { head, tiles } = await loadTiles(
          shop,
          [number('', dailySales.revenue), number('', monthlySales.revenue)],
          { epoch },
        );
        assert.equal(head.pinned, true);
        const raw = await rawOne('sum(amount)', 'epoch = $1', [epoch]);
        assert.deepEqual(
          tiles.map((tile) => ok(tile).values[0]?.[0]),
          [raw, raw],
        );
        return raw;
      }),
    );
    assert.equal(new Set(totals).size, 3);
  });

  it('refuses an epoch that is no number or not there yet', async () => {
    for (const epoch of ['abc', '0', '-1', '1.5', '1e3', 4, '99999999999999999999']) {
      await assert.rejects(loadTiles(shop, [number('', dailySales.orders)], { epoch }), PersonError, String(epoch));
    }
  });

  it('says that an unknown summary or an old epoch has no build', async () => {
    // What serves at an epoch is remembered for ever: a warehouse in which that was changed by hand is another one.
    await shop.pool.query(`update summa._generation set from_epoch = 2 where summary = 'monthly_sales'`);
    await shop.pool.query('update summa._epoch set incarnation = gen_random_uuid()');
    try {
      const { tiles } = await loadTiles(shop, [number('', monthlySales.orders), number('', dailySales.orders)], {
        epoch: 1,
      });
      assert.deepEqual(tiles[0], {
        ok: false,
        code: 'unbuilt',
        message: message('problem.unbuiltThen', { summary: 'monthly_sales', epoch: 1 }),
      });
      assert.ok(tiles[1]?.ok);
    } finally {
      await shop.pool.query(`update summa._generation set from_epoch = 1 where summary = 'monthly_sales'`);
      await shop.pool.query('update summa._epoch set incarnation = gen_random_uuid()');
    }
  });

  it('refuses rows that retention may have taken', async () => {
    await shop.pool.query(`insert into summa._horizon values ('daily_sales', 3)`);
    try {
      const filters = { country: choice(dailySales, 'country') };
      const old = await loadTiles(shop, [number('', dailySales.orders)], { epoch: 2, filters });
      assert.equal(old.tiles[0]?.ok, false);
      const [country] = old.head.filters;
      assert.deepEqual(country?.kind === 'choice' && country.options, []);
      assert.match(country?.problem ? words(country.problem) : '', /kept from epoch 3 on/);
      assert.match(words(failure(old.tiles[0]).message), /kept from epoch 3 on/);
      assert.deepEqual(old.head.notes, [message('problem.oldestEpoch', { oldest: 3 })]);
      const now = await loadTiles(shop, [number('', dailySales.orders)], { epoch: 3 });
      assert.ok(now.tiles[0]?.ok);
      assert.deepEqual(now.head.notes, []);
    } finally {
      await shop.pool.query('delete from summa._horizon');
    }
  });

  it('tells people nothing of SQL when a tile fails', async () => {
    await shop.pool.query('alter table summa._g8_rows rename to hidden');
    try {
      const { tiles } = await loadTiles(shop, [number('', monthlySales.orders)], {
        filters: period,
        values: { period: '2023-02-01..2023-02-28' },
      });
      assert.equal(failure(tiles[0]).code, 'failed');
      assert.doesNotMatch(words(failure(tiles[0]).message), /select|relation|summa\._|hidden/);
    } catch (error) {
      assert.ok(error instanceof PersonError);
      assert.doesNotMatch(error.message, /select|_g8/);
    } finally {
      await shop.pool.query('alter table summa.hidden rename to _g8_rows');
    }
  });
});

describe('a line', () => {
  it('has every complete day, 0 for counts and nothing for ratios where no row is', async () => {
    const { tiles } = await loadTiles(
      shop,
      [line('', [dailySales.orders, dailySales.revenue, dailySales.aov, dailySales.buyers], { by: 'day' })],
      {
        filters: period,
        values: { period: '2023-03-01..2023-04-30' },
      },
    );
    const data = ok(tiles[0]);
    assert.equal(data.rows, 61);
    assert.deepEqual(data.values[0], [...(data.values[0] ?? [])].sort());
    const raw = await rawAll(
      'ordered_on::text, count(*)::text, sum(amount)::text',
      "epoch = 3 and ordered_on between '2023-03-01' and '2023-04-30' group by 1",
    );
    const byDay = new Map(raw.map((row) => [row[0], row]));
    let empty = 0;
    data.values[0]?.forEach((day, at) => {
      const row = byDay.get(day);
      if (!row) empty++;
      assert.deepEqual([data.values[1]?.[at], data.values[2]?.[at]], row ? [row[1], row[2]] : ['0', '0.00']);
      if (!row) assert.deepEqual([data.values[3]?.[at], data.values[4]?.[at]], [null, '0']);
    });
    assert.ok(empty > 5, `only ${empty} days without rows`);
    assert.equal(data.partialFrom, undefined);
  });

  it('marks the bucket that goes on, and says what the first and the last hold', async () => {
    const { tiles } = await loadTiles(shop, [line('', dailySales.orders, { by: 'day', grain: 'month' })], {
      filters: period,
      values: { period: '2024-01-15..2024-12-31' },
    });
    const data = ok(tiles[0]);
    assert.deepEqual(data.values[0], ['2024-01-01', '2024-02-01', '2024-03-01']);
    assert.equal(data.partialFrom, '2024-03-01');
    assert.equal(
      words(data.notes),
      'Days after Mar 30, 2024 are not complete yet; what has come of them is counted. The first month holds only the days from Jan 15, 2024 on.',
    );
    assert.deepEqual(
      data.values[1]?.[0],
      await rawOne('count(*)', "epoch = 3 and ordered_on between '2024-01-15' and '2024-01-31'"),
    );
  });

  it('stands beside the period before, bucket by bucket', async () => {
    const { tiles } = await loadTiles(shop, [line('', dailySales.orders, { by: 'day', compare: 'previous period' })], {
      filters: period,
      values: { period: '2023-04-01..2023-04-10' },
    });
    const { comparison, rows } = ok(tiles[0]);
    assert.equal(rows, 10);
    assert.deepEqual([comparison?.from, comparison?.to], ['2023-03-22', '2023-03-31']);
    assert.deepEqual(comparison?.values[0]?.[0], '2023-03-22');
    for (const [at, day] of (comparison?.values[0] ?? []).entries()) {
      assert.equal(comparison?.values[1]?.[at], await rawOne('count(*)', 'epoch = 3 and ordered_on = $1', [day]));
    }
  });

  it('stands beside the year before, where 29 February has no counterpart', async () => {
    const { tiles } = await loadTiles(shop, [line('', dailySales.orders, { by: 'day', compare: 'previous year' })], {
      filters: period,
      values: { period: '2024-02-27..2024-03-02' },
    });
    const { comparison, values } = ok(tiles[0]);
    assert.deepEqual(values[0], ['2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-02']);
    assert.deepEqual(comparison?.values[0], ['2023-02-27', '2023-02-28', null, '2023-03-01', '2023-03-02']);
    assert.equal(comparison?.values[1]?.[2], null);
    assert.equal(comparison?.values[1]?.[4], await rawOne('count(*)', "epoch = 3 and ordered_on = '2023-03-02'"));
  });

  it('compares whole months with whole months', async () => {
    const { tiles } = await loadTiles(
      shop,
      [line('', monthlySales.orders, { by: 'month', compare: 'previous period' })],
      {
        filters: period,
        values: { period: '2023-06-10..2023-08-20' },
      },
    );
    const data = ok(tiles[0]);
    assert.deepEqual(data.values[0], ['2023-06-01', '2023-07-01', '2023-08-01']);
    assert.deepEqual(data.comparison?.values[0], ['2023-03-01', '2023-04-01', '2023-05-01']);
    assert.match(words(data.notes), /whole months are shown: Jun 1 – Aug 31, 2023/);
  });

  it('draws the ten largest series and names how many are left out', async () => {
    const { tiles } = await loadTiles(
      shop,
      [line('', dailySales.orders, { by: 'day', grain: 'month', split: 'channel', others: false })],
      {
        filters: period,
        values: { period: '2023-01-01..2023-12-31' },
      },
    );
    const data = ok(tiles[0]);
    const raw = await rawAll(
      'channel',
      'epoch = 3 and ordered_on <= \'2023-12-31\' group by 1 order by count(*) desc, channel collate "C"',
    );
    const largest = raw.slice(0, 10).map((row) => row[0]);
    assert.deepEqual([...new Set(data.values[1])], largest);
    assert.equal(data.rows, 12 * 10);
    assert.match(words(data.notes), new RegExp(`10 largest of ${raw.length} values of channel`));
    const total = data.values[2]?.reduce((sum: number, cell) => sum + Number(cell), 0);
    assert.equal(
      String(total),
      await rawOne('count(*)', "epoch = 3 and ordered_on <= '2023-12-31' and channel = any($1)", [largest]),
    );
  });

  it('draws what is beside the ten largest series as others, so that nothing is left out', async () => {
    const tile = line('', dailySales.buyers, { by: 'day', grain: 'month', split: 'channel' });
    const values = { period: '2023-01-01..2023-12-31' };
    const { tiles } = await loadTiles(shop, [tile], { filters: period, values });
    const data = ok(tiles[0]);
    assert.equal(data.rows, 12 * 11);
    const shown = [...new Set(data.values[1]?.slice(0, 10))];
    const raw = await rawAll(
      "date_trunc('month', ordered_on::timestamp)::date::text, count(distinct customer)::text",
      "epoch = 3 and ordered_on <= '2023-12-31' and channel <> all($1) group by 1 order by 1",
      [shown],
    );
    const others = data.rest?.flatMap((rest, row) =>
      rest === 2 ? [[data.values[0]?.[row], data.values[2]?.[row]]] : [],
    );
    assert.deepEqual(others, raw);
    assert.ok(raw.length === 12 && raw.some(([, buyers]) => Number(buyers) > 1));
  });
});

describe('a number', () => {
  const one = async (measure: typeof dailySales.orders, values: Record<string, string>) => {
    const { tiles } = await loadTiles(shop, [number('', measure, { compare: 'previous period' })], {
      filters: { ...period, country: choice(dailySales, 'country') },
      values,
    });
    return ok(tiles[0]);
  };

  it('has the period before', async () => {
    const data = await one(dailySales.buyers, { period: '2023-05-01..2023-05-31' });
    const distinct = (from: string, to: string) =>
      rawOne('count(distinct customer)', 'epoch = 3 and ordered_on between $1 and $2', [from, to]);
    assert.deepEqual(data.values, [[await distinct('2023-05-01', '2023-05-31')]]);
    assert.deepEqual(data.comparison?.values, [[await distinct('2023-03-31', '2023-04-30')]]);
  });
  it('is 0 where nothing was, and nothing where there is no data', async () => {
    assert.deepEqual((await one(dailySales.revenue, { period: '2023-05-01..2023-05-31', country: 'nowhere' })).values, [
      ['0.00'],
    ]);
    const outside = await one(dailySales.revenue, { period: '2030-01-01..2030-01-31' });
    assert.deepEqual(outside.values, [[null]]);
    assert.deepEqual((await one(dailySales.buyers, { period: '2030-01-01..2030-01-31' })).values, [[null]]);
    const early = await one(dailySales.orders, { period: '2020-01-01..2020-01-31' });
    assert.match(words(early.notes), /There is no data/);
    assert.deepEqual((await one(dailySales.orders, { period: '2024-03-31..2024-03-31' })).values, [
      [await rawOne('count(*)', "epoch = 3 and ordered_on = '2024-03-31'")],
    ]);
    assert.match(
      words(outside.notes),
      /No day of Jan 1 – 31, 2030 is complete yet: the data is complete through Mar 30, 2024/,
    );
  });
  it('is not compared with a period that was recorded in part', async () => {
    const data = await one(dailySales.orders, { period: '2023-01-10..2023-01-31' });
    assert.equal(data.comparison, undefined);
    assert.match(words(data.notes), /not compared in full: the data begins on Jan 1, 2023/);
  });
});

describe('bars', () => {
  it('stand largest first, with what has no value among them', async () => {
    const { tiles } = await loadTiles(shop, [bar('', dailySales.revenue, { by: 'country', limit: 3 })]);
    const raw = await rawAll('country, sum(amount)::text', 'epoch = 3 group by 1 order by sum(amount) desc limit 3');
    assert.deepEqual(rowsOf(ok(tiles[0])), raw);
    assert.equal(ok(tiles[0]).truncated, false);
  });
  it('of several parts are counted whole', async () => {
    const { tiles } = await loadTiles(shop, [bar('', dailySales.orders, { by: 'country', split: 'size', limit: 2 })]);
    const raw = await rawAll('country', 'epoch = 3 group by 1 order by count(*) desc, country collate "C" limit 2');
    assert.deepEqual(
      [...new Set(ok(tiles[0]).values[0])],
      raw.map((row) => row[0]),
    );
  });
});

describe('a table', () => {
  const asRaw = 'count(*)::text, sum(amount)::text, count(distinct customer)::text, max(amount)::text';
  const measures = [dailySales.orders, dailySales.revenue, dailySales.buyers, dailySales.largest];

  it('has its total over all rows, and what a limit leaves out as one more row', async () => {
    const by = table('', measures, { by: 'channel', sort: '-revenue', limit: 3, others: true, totals: 'grand' });
    const data = ok((await loadTiles(shop, [by])).tiles[0]);
    const largest = await rawAll(`channel, ${asRaw}`, 'epoch = 3 group by 1 order by sum(amount) desc limit 3');
    const names = largest.map((row) => row[0]);
    const [rest] = await rawAll(`null, ${asRaw}`, 'epoch = 3 and channel <> all($1)', [names]);
    assert.deepEqual(rowsOf(data), [...largest, rest]);
    assert.deepEqual(data.rest, [0, 0, 0, 1]);
    const [all] = await rawAll(`null, ${asRaw}`, 'epoch = 3');
    assert.deepEqual(
      data.totals?.map(({ level, values }) => [level, values.map((column) => column[0])]),
      [[[], all]],
    );
  });

  it('has a total for each value of its first column', async () => {
    const by = table('', measures, { by: ['channel', 'size'], totals: 'all' });
    const data = ok((await loadTiles(shop, [by])).tiles[0]);
    const raw = await rawAll(`channel, null, ${asRaw}`, 'epoch = 3 group by 1 order by channel collate "C"');
    const [subtotals, total] = data.totals ?? [];
    assert.deepEqual(subtotals?.level, ['channel']);
    assert.deepEqual(
      raw,
      raw.map((_, row) => subtotals?.values.map((column) => column[row])),
    );
    assert.equal(total?.values[2]?.[0], await rawOne('count(*)', 'epoch = 3'));
  });

  it('says what part of the total a measure is, and how it has grown', async () => {
    const { revenue } = dailySales;
    const by = table('', [revenue, share(revenue), change(revenue), growth(revenue)], {
      by: 'channel',
      totals: 'grand',
      compare: 'previous period',
      sort: '-revenue:growth',
    });
    const { tiles } = await loadTiles(shop, [by], {
      filters: period,
      values: { period: '2023-07-01..2023-12-31' },
    });
    const data = ok(tiles[0]);
    const sum = (days: string) => `sum(amount) filter (where ordered_on between ${days})`;
    const [now, before] = [sum("'2023-07-01' and '2023-12-31'"), sum("'2022-12-29' and '2023-06-30'")];
    const forms = `(${now})::text, round(${now} / sum(${now}) over (), 9)::text, (${now} - ${before})::text,
      round((${now} - ${before}) / abs(${before}), 9)::text`;
    const raw = await rawAll(
      `channel, ${forms}`,
      `epoch = 3 group by 1 having ${now} is not null and ${before} is not null order by (${now} - ${before}) / abs(${before}) desc`,
    );
    const digits = (cell: Cell | undefined, column: number) =>
      cell !== null && (column === 2 || column === 4) ? Number(cell).toFixed(9) : cell;
    const shown = rowsOf(data).filter((row) => row[4] !== null);
    assert.ok(raw.length > 8, `only ${raw.length} channels`);
    assert.deepEqual(
      shown.map((row) => row.map(digits)),
      raw,
    );
    const [all] = await rawAll(`null, ${forms}`, 'epoch = 3');
    assert.deepEqual(
      data.totals?.[0]?.values.map((column, at) => digits(column[0], at)),
      all,
    );
  });
});

describe('a limited viewer', () => {
  const tiles = [
    table('', [limitedSales.orders, limitedSales.buyers], { by: 'country' }),
    area('', limitedSales.revenue, { by: 'day', grain: 'year' }),
  ];
  const filters = { country: choice(limitedSales, 'country') };

  it('sees the rows of their countries in tiles and options', async () => {
    const seen = await loadTiles(shop, tiles, { filters, viewer: analyst(['KR', 'JP']) });
    const raw = await rawAll(
      'country, count(*)::text, count(distinct customer)::text',
      "epoch = 3 and country in ('KR', 'JP') group by 1 order by 1",
    );
    assert.deepEqual(rowsOf(ok(seen.tiles[0])), raw);
    const [filter] = seen.head.filters;
    assert.ok(filter?.kind === 'choice');
    assert.deepEqual(filter.options.map((option) => option.value).sort(), ['JP', 'KR']);
  });
  it('cannot reach further by a filter', async () => {
    const seen = await loadTiles(shop, tiles, { filters, values: { country: 'US,KR' }, viewer: analyst(['KR']) });
    assert.deepEqual(ok(seen.tiles[0]).values[0], ['KR']);
  });
  it('without the attribute sees no row', async () => {
    const seen = await loadTiles(shop, tiles, { filters, viewer: analyst() });
    assert.equal(ok(seen.tiles[0]).rows, 0);
    assert.equal(seen.head.filters[0]?.kind === 'choice' && seen.head.filters[0].options.length, 0);
  });
  it('is not shown what somebody else’s equal page found', async () => {
    const all = await loadTiles(shop, tiles, { filters });
    const some = await loadTiles(shop, tiles, { filters, viewer: analyst(['JP']) });
    assert.notDeepEqual(ok(all.tiles[0]).values, ok(some.tiles[0]).values);
  });
});

describe('filters', () => {
  const filters = { ...period, country: choice(dailySales, 'country') };
  it('that were not understood fall back where everybody sees it', async () => {
    const { head, tiles } = await loadTiles(shop, [number('', dailySales.orders)], {
      filters,
      values: { period: 'yesterday', contry: 'KR' },
    });
    assert.match(
      words(head.filters[0]?.problem),
      /"yesterday" was not understood; what is shown instead is: Last 28 days/,
    );
    assert.equal(
      ok(tiles[0]).values[0]?.[0],
      await rawOne('count(*)', "epoch = 3 and ordered_on between '2024-03-03' and '2024-03-30'"),
    );
    assert.match(words(head.notes), /"contry", which is no filter/);
  });
  it('list values with their rows, the missing one too', async () => {
    const { head } = await loadTiles(shop, [number('', dailySales.orders)], { filters });
    const [, country] = head.filters;
    assert.ok(country?.kind === 'choice');
    const raw = await rawAll('country, count(*)::text', 'epoch = 3 group by country');
    assert.equal(country.options.length, raw.length);
    assert.ok(country.options.some((option) => option.value === '~null'));
  });
  it('say when no row has what is chosen', async () => {
    const { head } = await loadTiles(shop, [number('', dailySales.orders)], {
      filters,
      values: { country: 'Atlantis' },
    });
    assert.match(words(head.filters[1]?.problem), /No row of daily_sales.*country "Atlantis"/);
  });
});

function ok(tile: TileResult | undefined): TileData {
  assert.ok(tile?.ok, JSON.stringify(tile));
  return tile;
}

function failure(tile: TileResult | undefined) {
  assert.ok(tile && !tile.ok);
  return tile;
}

function rowsOf({ values, rows }: TileData): Cell[][] {
  return Array.from({ length: rows }, (_, row) => values.map((column) => column[row] ?? null));
}

async function rawAll(select: string, where: string, values: unknown[] = []): Promise<Cell[][]> {
  const { rows } = await shop.pool.query<unknown[]>({
    text: `select ${select} from raw where ${where}`,
    values,
    rowMode: 'array',
  });
  return rows as Cell[][];
}

async function rawOne(aggregate: string, where: string, values: unknown[] = []): Promise<Cell> {
  return (await rawAll(`(${aggregate})::text`, where, values))[0]?.[0] ?? null;
}
