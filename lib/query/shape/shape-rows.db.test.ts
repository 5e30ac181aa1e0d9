import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Viewer } from '#lib/auth/viewer.ts';
import { addDays } from '#lib/calendar/day.ts';
import { askQuery } from '../ask.ts';
import { openLoad } from '../execution/load.ts';
import { type OpenedWarehouse, openWarehouse } from '../oracle/open-warehouse.ts';
import { pinEpoch } from '../pinned.ts';
import type { Query } from '../query.ts';
import type { Cell, TileData } from '../result.ts';
import { bareQuery } from '../testing/bare-query.ts';
import { clockedRegistry, fillClockedShop } from '../testing/clocked-shop.ts';

const viewer: Viewer = { id: '1', email: 'ada@example.com', name: 'Ada', role: 'admin', attributes: {}, groups: [] };

const value = (name: string) => ({ name, as: 'value' as const });

const question = (summary: string, rest: Partial<Query>): Query => ({
  ...bareQuery,
  from: { summary },
  measures: [value('sales'), value('revenue')],
  dimensions: rest.grain ? ['@'] : [],
  ...rest,
});

describe('rows beside plain SQL', { timeout: 300_000 }, () => {
  let opened: OpenedWarehouse;
  before(async () => {
    opened = await openWarehouse(clockedRegistry, fillClockedShop);
  });
  after(() => opened.close());

  const ask = async (query: Query, now?: string): Promise<TileData> => {
    const { registry, warehouse } = opened;
    const pinned = await pinEpoch(warehouse.pages, warehouse.schema, null);
    const load = openLoad({ viewer, warehouse });
    try {
      const asker = { registry, viewer, pinned, warehouse, load, ...(now ? { now: new Date(now) } : {}) };
      const answer = await askQuery(query, asker);
      assert.ok(answer.ok, JSON.stringify(answer));
      return answer;
    } finally {
      load.end();
    }
  };
  const plain = async (sql: string): Promise<Cell[][]> =>
    (await opened.pool.query<Cell[]>({ text: sql, rowMode: 'array' })).rows;
  const keys = ({ notes }: TileData) => notes.map(({ key }) => key);

  describe('hours', () => {
    const zone = 'America/New_York';
    /** Every hour some instant of the days falls in, by PostgreSQL's clocks; each with its sales. */
    const hours = (from: string, to: string, amounts = 'coalesce(sum(amount), 0.00)') => `
      with hours as (
        select distinct date_trunc('hour', t at time zone '${zone}') as hour
          from generate_series(timestamptz '${from}T00:00Z' - interval '1 day', timestamptz '${to}T00:00Z' + interval '2 days', interval '10 minutes') t
         where (t at time zone '${zone}')::date between '${from}' and '${to}'
      )
      select to_char(hour, 'YYYY-MM-DD"T"HH24:MI:SS'), count(at)::text, ${amounts}::text
        from hours left join raw.sales on date_trunc('hour', at at time zone '${zone}') = hour
       group by hour order by hour`;

    it('are filled, but for the one that clocks skip', async () => {
      const answer = await ask(question('hourly', { grain: 'hour', range: '2024-03-09..2024-03-11' }));
      const expected = await plain(hours('2024-03-09', '2024-03-11'));
      assert.equal(expected.length, 71);
      assert.deepEqual(rowsOf(answer), expected);
      assert.ok(!keys(answer).includes('note.repeatedHour'));
    });

    it('hold both of the one that comes twice, and say so', async () => {
      const answer = await ask(question('hourly', { grain: 'hour', range: '2024-11-02..2024-11-04' }));
      const expected = await plain(hours('2024-11-02', '2024-11-04'));
      assert.equal(expected.length, 72);
      assert.deepEqual(rowsOf(answer), expected);
      assert.deepEqual(answer.notes.find(({ key }) => key === 'note.repeatedHour')?.values?.hour, '2024-11-03 01:00');
    });

    it('are filled as far as a day has gone, and partial from there on', async () => {
      const [[through] = []] = await plain(
        `select to_char(date_trunc('hour', max(at) at time zone '${zone}'), 'YYYY-MM-DD"T"HH24:MI:SS') from raw.sales`,
      );
      const today = String(through).slice(0, 10);
      const answer = await ask(
        question('hourly', { grain: 'hour', range: 'last-2-days-until-now' }),
        `${today}T23:30:00Z`,
      );
      const all = await plain(hours(addDays(today, -1), today));
      // The hour in progress is there, for it has the newest sale.
      assert.deepEqual(
        rowsOf(answer),
        all.filter(([hour]) => String(hour) <= String(through)),
      );
      assert.equal(answer.partialFrom, through);
      assert.ok(rowsOf(answer).some((row) => row[1] === '0'));
    });

    it('of every column of a pivot add up to the days', async () => {
      const answer = await ask(
        question('hourly', {
          grain: 'hour',
          dimensions: ['@', 'shop'],
          pivot: ['shop'],
          range: '2024-11-02..2024-11-04',
        }),
      );
      const shops = new Set(rowsOf(answer).map((row) => row[1]));
      assert.equal(answer.rows, 72 * shops.size);
      const [[total] = []] = await plain(
        `select count(*)::text from raw.sales where (at at time zone '${zone}')::date between '2024-11-02' and '2024-11-04'`,
      );
      assert.equal(String(sumOf(answer, 2)), total);
    });
  });

  describe('days and weeks', () => {
    const zone = 'Pacific/Apia';
    const days = (from: string, to: string) => `
      with days as (
        select distinct (t at time zone '${zone}')::date as day
          from generate_series(timestamptz '${from}T00:00Z' - interval '2 days', timestamptz '${to}T00:00Z' + interval '2 days', interval '1 hour') t
      )
      select day::text, count(at)::text, coalesce(sum(amount), 0.00)::text, sum(amount)::text,
             round(sum(amount) / nullif(count(at), 0), 6)::text, max(amount)::text, count(distinct customer)::text
        from days left join raw.sales on (at at time zone '${zone}')::date = day
       where day between '${from}' and '${to}' group by day order by day`;
    const all = ['sales', 'revenue', 'kept', 'average', 'largest', 'customers'].map(value);

    it('are filled as each measure says, but for the day that was left out', async () => {
      const answer = await ask(question('daily', { measures: all, grain: 'day', range: '2011-12-05..2012-01-10' }));
      const expected = await plain(days('2011-12-05', '2012-01-10'));
      assert.equal(expected.length, 36);
      assert.ok(expected.some((row) => row[1] === '0'));
      assert.deepEqual(rounded(rowsOf(answer), 4), rounded(expected, 4));
      assert.deepEqual(keys(answer), ['note.missingDay']);
    });

    it('begin weeks on Sunday and compare them with the weeks before', async () => {
      const answer = await ask(
        question('daily', { grain: 'week', range: '2011-12-25..2012-01-14', compare: 'previous period' }),
      );
      const weeks = (from: string, to: string) => `
        select w::date::text, count(at)::text, coalesce(sum(amount), 0.00)::text
          from generate_series(date '${from}', date '${to}', interval '7 days') w
          left join raw.sales on (at at time zone '${zone}')::date between w::date and w::date + 6
         group by w order by w`;
      assert.deepEqual(rowsOf(answer), await plain(weeks('2011-12-25', '2012-01-08')));
      assert.deepEqual(
        rowsOf({ values: answer.comparison?.values ?? [], rows: answer.rows }),
        await plain(weeks('2011-12-04', '2011-12-18')),
      );
      assert.deepEqual([answer.comparison?.from, answer.comparison?.to], ['2011-12-04', '2011-12-24']);
    });

    it('set the same part of the month before beside a month to date', async () => {
      const query = question('daily', { range: 'month-to-date-until-now', compare: 'previous period' });
      const answer = await ask(query, '2012-01-10T20:00:00Z');
      // It was 11 January in Samoa already.
      const of = (from: string, to: string) =>
        plain(
          `select count(*)::text, sum(amount)::text from raw.sales where (at at time zone '${zone}')::date between '${from}' and '${to}'`,
        );
      assert.deepEqual(rowsOf(answer), await of('2012-01-01', '2012-01-11'));
      assert.deepEqual(
        rowsOf({ values: answer.comparison?.values ?? [], rows: 1 }),
        await of('2011-12-01', '2011-12-11'),
      );
    });

    it('say exactly how much changed, in rows, columns and totals', async () => {
      const answer = await ask(
        question('daily', {
          measures: [value('revenue'), { name: 'revenue', as: 'change' }, { name: 'revenue', as: 'growth' }],
          dimensions: ['@', 'shop'],
          grain: 'week',
          pivot: ['shop'],
          totals: 'all',
          range: '2011-12-25..2012-01-14',
          compare: 'previous period',
        }),
      );
      const expected = await plain(`
        with sold as (
          select ((at at time zone '${zone}')::date - date '2011-12-04') / 7 as week, shop, amount
            from raw.sales where (at at time zone '${zone}')::date between '2011-12-04' and '2012-01-14'
        ), weeks as (
          select grouping(w, shop) as level, w, shop, sum(amount) filter (where week = w + 3) as now, sum(amount) filter (where week = w) as before
            from (select week % 3 as w, week, shop, amount from sold) s group by cube (w, shop)
        )
        select level::text, (date '2011-12-25' + 7 * w)::text, shop, coalesce(now, 0.00)::text,
               (coalesce(now, 0) - coalesce(before, 0))::text,
               round((coalesce(now, 0) - before) / nullif(abs(before), 0), 12)::text
          from weeks order by level, w, shop collate "C"`);
      const level = (at: number) => expected.filter((row) => row[0] === String(at)).map((row) => row.slice(1));
      const sorted = (rows: Cell[][]) =>
        rounded(rows, 12).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
      assert.deepEqual(sorted(rowsOf(answer)), sorted(level(0)));
      for (const total of answer.totals ?? []) {
        const at = (total.level.includes('@') ? 0 : 2) + (total.level.includes('shop') ? 0 : 1);
        const rows = rowsOf({ values: total.values, rows: total.values[0]?.length ?? 0 });
        assert.deepEqual(sorted(rows), sorted(level(at)), total.level.join());
      }
      assert.equal(answer.totals?.length, 3);
    });
  });

  describe('levels', () => {
    it('carry what was counted last over days on which nothing was', async () => {
      const answer = await ask(
        question('stocked', {
          measures: [value('units'), value('counts')],
          dimensions: ['@', 'warehouse'],
          grain: 'day',
          pivot: ['warehouse'],
          range: '2024-01-03..2024-02-20',
        }),
      );
      const expected = await plain(`
        with days as (select d::date as day from generate_series(date '2024-01-03', date '2024-02-20', interval '1 day') d),
             warehouses as (select distinct warehouse from raw.stock),
             counted as (select (counted_at at time zone 'Asia/Seoul')::date as day, warehouse, sum(units) as units, count(*) as counts from raw.stock group by 1, 2)
        select day::text, warehouse,
               (select units from counted c where c.warehouse = w.warehouse
                   and c.day = (select max(day) from counted l where l.day between '2024-01-03' and d.day))::text,
               coalesce((select counts from counted c where c.warehouse = w.warehouse and c.day = d.day), 0)::text
          from days d, warehouses w order by day, warehouse collate "C"`);
      const byName = rowsOf(answer).toSorted((a, b) => (`${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1));
      assert.deepEqual(byName, expected);
      assert.ok(expected.some((row) => row[2] === null) && expected.some((row) => row[2] !== null && row[3] === '0'));
    });
  });

  it('mark today as partial in a range until now', async () => {
    const answer = await ask(
      question('daily', { grain: 'day', range: 'last-7-days-until-now', compare: 'previous period' }),
      '2024-11-12T22:00:00Z',
    );
    // The last sale is of 11 November in Samoa, so the 10th is complete; there it is the 13th already.
    const [[last] = []] = await plain("select max(at at time zone 'Pacific/Apia')::date::text from raw.sales");
    assert.equal(last, '2024-11-11');
    assert.deepEqual(answer.values[0], ['2024-11-07', '2024-11-08', '2024-11-09', '2024-11-10', '2024-11-11']);
    assert.equal(answer.partialFrom, '2024-11-11');
    assert.deepEqual(keys(answer), ['note.comparedThrough', 'note.completeOnly']);
    assert.deepEqual([answer.comparison?.from, answer.comparison?.to], ['2024-10-31', '2024-11-03']);
    assert.deepEqual(answer.comparison?.values[0], ['2024-10-31', '2024-11-01', '2024-11-02', '2024-11-03', null]);
  });

  it('compare no number that holds days which are not complete', async () => {
    const until = { range: 'last-7-days-until-now', compare: 'previous period' as const, dimensions: [] };
    const answer = await ask(question('daily', until), '2024-11-12T22:00:00Z');
    assert.equal(answer.comparison, undefined);
    assert.ok(keys(answer).includes('note.partNotCompared'));
    const daily = { ...until, dimensions: ['@'], grain: 'day' as const, totals: 'grand' as const };
    const { comparison } = await ask(question('daily', daily), '2024-11-12T22:00:00Z');
    assert.ok(comparison?.totals?.[0]?.values.every(([total]) => total === null));
    const monthly = { range: 'last-3-months-until-now', compare: 'previous period' as const, grain: 'month' as const };
    const months = await ask(question('daily', monthly), '2024-11-12T22:00:00Z');
    assert.equal(months.values[0]?.at(-1), '2024-11-01');
    assert.equal(months.comparison?.values[1]?.at(-1), null, 'ten days and a part are set beside no ten days');
  });
});

function rowsOf({ values, rows }: Pick<TileData, 'values' | 'rows'>): Cell[][] {
  return Array.from({ length: rows }, (_, row) =>
    values.map((column) => {
      const cell = column[row];
      return cell === null || cell === undefined ? null : String(cell);
    }),
  );
}

/** Quotients have more digits than plain SQL is asked for. */
function rounded(rows: Cell[][], digits: number): Cell[][] {
  return rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' && /^-?\d+\.\d{3,}$/.test(cell) ? Number(cell).toFixed(digits) : cell)),
  );
}

function sumOf({ values }: TileData, column: number): number {
  return (values[column] ?? []).reduce<number>((total, cell) => total + Number(cell), 0);
}
