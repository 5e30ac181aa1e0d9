import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDays, type Days } from '#lib/calendar/day.ts';
import type { Generation } from '#lib/compile/stored.ts';
import { type TileContext, tileQuestion } from '#lib/compile/testing/tile-question.ts';
import { dailyGeneration, dailySales } from '#lib/compile/tile-fixture.ts';
import type { Cell } from '#lib/dashboard/tile-result.ts';
import { date as dateColumn } from '#lib/definition/grain.ts';
import { definitionOf } from '#lib/definition/summary.ts';
import { line, number, type Tile, table } from '#lib/definition/tiles.ts';
import { english } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
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
    const tile = line('', dailySales.orders, { by: 'day', split: 'channel' });
    const { values, rows: count } = shown(tile, context(years), rows, years);
    assert.equal(count, 1_666 * 3);
    assert.ok(values[2]?.every((cell) => cell === '1'));
  });

  it('gives a sparse split a zero for each series and day, up to the limit', () => {
    const tile = line('', [dailySales.orders, dailySales.aov], { by: 'day', split: 'channel' });
    const rows = Array.from({ length: 10 }, (_, at): Cell[] => [
      '2023-12-31',
      `c${at}`,
      '5',
      '1.5',
      String(at + 1),
      '10',
    ]);
    const { values, truncated, rows: count } = shown(tile, context(years), rows, years);
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
