import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDays, type Days } from '#lib/calendar/day.ts';
import { compileQuery } from '#lib/compile/query-statement.ts';
import type { Generation } from '#lib/compile/stored.ts';
import { type TileContext, tileQuestion } from '#lib/compile/testing/tile-question.ts';
import { dailyGeneration, dailySales } from '#lib/compile/tile-fixture.ts';
import { date as dateColumn } from '#lib/definition/grain.ts';
import { definitionOf } from '#lib/definition/summary.ts';
import { line, number, type Tile, table } from '#lib/definition/tiles.ts';
import { english } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import { periodOf } from '../period.ts';
import type { Query } from '../query.ts';
import type { Cell } from '../result.ts';
import { shapeRows } from './shape-rows.ts';

const context = (days: Days | null): TileContext => ({
  schema: 'summa',
  generation: dailyGeneration,
  epoch: 1,
  scope: 'everything',
  days,
  choices: [],
});

function shown(tile: Tile, at: TileContext, rows: Cell[][], available: Days | null) {
  const compiled = tileQuestion(tile, { ...at, available });
  assert.ok(compiled.ok);
  const period = { ...compiled.asPeriod, notes: [] };
  const definition = definitionOf(dailySales);
  return shapeRows(compiled.asked, compiled, rows, { period, available, generation: at.generation, definition });
}

/** Orders by day and channel, the channels across. */
const byChannel = (rest: Partial<Query> = {}): Query => ({
  from: { summary: 'daily_sales' },
  measures: [{ name: 'orders', as: 'value' }],
  dimensions: ['@', 'channel'],
  grain: 'day',
  filters: [],
  range: null,
  compare: null,
  pivot: ['channel'],
  sort: [],
  limit: null,
  pivotLimit: null,
  others: false,
  totals: 'none',
  ...rest,
});

function asked(query: Query, available: Days, rows: Cell[][], days = available) {
  const generation = dailyGeneration;
  const period = periodOf(query, generation, { days, available });
  const compiled = compileQuery(query, { ...context(period.days), compared: period.compared, dialect: postgres });
  assert.ok(compiled.ok);
  const definition = definitionOf(dailySales);
  return shapeRows(query, compiled, rows, { period, available, generation, definition });
}

describe('shapeRows(query, compiled, rows, context)', () => {
  const years = { from: '2000-01-01', to: '2023-12-31' };

  it('shows the newest days of a line that is too long, and says so', () => {
    const rows = Array.from({ length: 5_001 }, (_, at): Cell[] => [addDays('2023-12-31', -at), String(at)]);
    const {
      values,
      truncated,
      notes,
      rows: count,
    } = shown(line('', dailySales.orders, { by: 'day' }), context(years), rows, years);
    assert.equal(count, 5_000);
    assert.equal(truncated, true);
    assert.deepEqual([values[0]?.at(0), values[0]?.at(-1)], [addDays('2023-12-31', -4_999), '2023-12-31']);
    assert.match(
      notes.map((note) => say(note, english)).join(),
      /Only the newest 5,000 points are shown, from Apr 24, 2010 on/,
    );
  });

  it('leaves out the bucket that the limit cut through', () => {
    const rows = Array.from({ length: 5_001 }, (_, at): Cell[] => [
      addDays('2023-12-31', -Math.floor(at / 3)),
      `c${at % 3}`,
      '1',
      String((at % 3) + 1),
      '3',
    ]);
    const { values, rows: count } = asked(byChannel(), years, rows);
    assert.equal(count, 1_666 * 3);
    assert.ok(values[2]?.every((cell) => cell === '1'));
  });

  it('gives a sparse split a zero for each series and day, up to the limit', () => {
    const rows = Array.from({ length: 10 }, (_, at): Cell[] => [
      '2023-12-31',
      `c${at}`,
      '5',
      '1.5',
      String(at + 1),
      '10',
    ]);
    const measures = ['orders', 'aov'].map((name) => ({ name, as: 'value' as const }));
    const { values, truncated, rows: count } = asked(byChannel({ measures }), years, rows);
    assert.equal(count, 5_000);
    assert.equal(truncated, true);
    assert.deepEqual(
      values.map((column) => column[0]),
      ['2022-08-19', 'c0', '0', null],
    );
    assert.deepEqual(
      values.map((column) => column.at(-1)),
      ['2023-12-31', 'c9', '5', '1.5'],
    );
  });

  it('keeps others apart from no value, and totals from single rows', () => {
    const days = { from: '2024-01-01', to: '2024-01-02' };
    // Columns after the measure: level, rest, rank, count, rows. The second day has orders without a channel only.
    const rows: Cell[][] = [
      ['2024-01-02', null, '4', 0, 0, 2, 3, 2],
      ['2024-01-01', 'web', '5', 0, 0, 1, 3, 2],
      ['2024-01-01', null, '7', 0, 2, null, 3, 2],
      ['2024-01-02', null, '4', 1, 0, null, 3, 2],
      ['2024-01-01', null, '12', 1, 0, null, 3, 2],
      [null, 'web', '5', 2, 0, 1, 3, 2],
      [null, null, '4', 2, 0, 2, 3, 2],
      [null, null, '7', 2, 2, null, 3, 2],
      [null, null, '16', 3, 0, null, 3, 2],
    ];
    const found = asked(byChannel({ others: true, totals: 'all', pivotLimit: 2 }), days, rows);
    assert.deepEqual(found.values, [
      ['2024-01-01', '2024-01-01', '2024-01-01', '2024-01-02', '2024-01-02', '2024-01-02'],
      ['web', null, null, 'web', null, null],
      ['5', '0', '7', '0', '4', '0'],
    ]);
    assert.deepEqual(found.rest, [0, 0, 2, 0, 0, 2]);
    assert.deepEqual(
      found.totals?.map(({ level, values, rest }) => [level, values[2], rest]),
      [
        [['@'], ['12', '4'], undefined],
        [['channel'], ['5', '4', '7'], [0, 0, 2]],
        [[], ['16'], undefined],
      ],
    );
    assert.deepEqual(found.notes, []);
  });

  it('sets nothing beside a row whose counterpart a limit may have cut off', () => {
    const days = { from: '2024-01-02', to: '2024-01-02' };
    const query = byChannel({ pivot: [], sort: [{ by: '@', descending: false }], compare: 'previous period' });
    const beside = (count: number) => {
      // Columns after the measure: period, rows.
      const found = asked(
        query,
        { from: '2024-01-01', to: '2024-01-02' },
        [['2024-01-02', 'web', '5', 0, count]],
        days,
      );
      return found.comparison?.values[2];
    };
    assert.deepEqual(beside(4), ['0']);
    assert.deepEqual(beside(50_000), [null]);
  });

  it('says that a table has more rows', () => {
    const rows = Array.from({ length: 5_001 }, (_, at): Cell[] => [at, '1']);
    const {
      truncated,
      notes,
      rows: count,
    } = shown(table('', dailySales.orders, { by: 'size' }), context(null), rows, null);
    assert.deepEqual([count, truncated, notes.length], [5_000, true, 1]);
  });

  it('keeps the digits the database wrote', () => {
    const exact = '12345678901234567890123456789012345678.99';
    const { values } = shown(number('', dailySales.revenue), context(years), [[exact]], years);
    assert.deepEqual(values, [[exact]]);
  });

  it('sets hours beside hours', () => {
    const [rows] = dailyGeneration.relations;
    assert.ok(rows);
    const hourly: Generation = {
      ...dailyGeneration,
      relations: [
        {
          ...rows,
          columns: rows.columns.map((column) =>
            column.name === 'day' ? { ...column, sqlType: 'timestamp', bucket: 'hour' } : column,
          ),
        },
      ],
      partition: { by: 'day', column: 'day' },
    };
    const days = { from: '2024-03-10', to: '2024-03-10' };
    const { summary } = dailySales.orders;
    const day = { ...dateColumn('ordered_on'), bucket: 'hour' as const };
    const orders = { ...dailySales.orders, summary: { ...summary, grain: { ...summary.grain, day } } };
    const tile = line('', orders, { by: 'day', compare: 'previous period' });
    const found: Cell[][] = [
      ['2024-03-10T23:00:00', '3', 0],
      ['2024-03-10T00:00:00', '2', 0],
      ['2024-03-09T23:00:00', '1', 1],
    ];
    const { values, comparison, partialFrom } = shown(tile, { ...context(days), generation: hourly }, found, {
      from: '2024-01-01',
      to: '2024-03-10',
    });
    // Every hour of the day has its row, and the hours beside it are those of the day before.
    const hour = (day: string, at: number) => `${day}T${String(at).padStart(2, '0')}:00:00`;
    const all = [...Array(24).keys()];
    assert.deepEqual(values, [
      all.map((at) => hour('2024-03-10', at)),
      all.map((at) => (at === 0 ? '2' : at === 23 ? '3' : '0')),
    ]);
    assert.deepEqual(comparison?.values, [
      all.map((at) => hour('2024-03-09', at)),
      all.map((at) => (at === 23 ? '1' : '0')),
    ]);
    assert.equal(partialFrom, undefined);
  });
});
