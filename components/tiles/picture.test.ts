import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english } from '#lib/i18n/languages.ts';
import type { Cell, ResultColumn, TileData } from '#lib/query/result.ts';
import { pictureOf } from './picture.ts';

const day: ResultColumn = { key: 'day', label: 'Day', role: 'time', type: 'date', grain: 'day' };
const carrier: ResultColumn = { key: 'carrier', label: 'Carrier', role: 'dimension', type: 'text' };
const flights: ResultColumn = { key: 'flights', label: 'Flights', role: 'measure', type: 'number', scale: 0 };

const result = (columns: ResultColumn[], values: Cell[][], more: Partial<TileData> = {}): TileData => ({
  ok: true,
  columns,
  values,
  rows: values[0]?.length ?? 0,
  truncated: false,
  notes: [],
  summary: 'daily_flights',
  epoch: 7,
  completeThrough: null,
  sql: '',
  parameters: [],
  milliseconds: 1,
  ...more,
});

describe('pictureOf(result, view)', () => {
  it('puts missing days back as gaps', () => {
    const { picture } = pictureOf(
      result(
        [day, flights],
        [
          ['2001-01-01', '2001-01-04'],
          ['5', '6'],
        ],
      ),
      {},
      english,
    );
    assert.deepEqual(picture.axis.values, ['2001-01-01', '2001-01-02', '2001-01-03', '2001-01-04']);
    assert.deepEqual(picture.series[0]?.points, ['5', null, null, '6']);
  });

  it('puts what is left out last, however large, and beside a value that is called as it is', () => {
    const { picture } = pictureOf(
      result(
        [day, carrier, flights],
        [
          ['2001-01-01', '2001-01-01', '2001-01-01', '2001-01-01'],
          ['AA', 'Others', null, null],
          ['5', '6', '7', '80'],
        ],
        { rest: [0, 0, 0, 2] },
      ),
      { split: 'carrier' },
      english,
    );
    assert.deepEqual(
      picture.series.map(({ label, points }) => [label, points]),
      [
        ['No value', ['7']],
        ['Others', ['6']],
        ['AA', ['5']],
        ['Others', ['80']],
      ],
    );
  });

  it('makes a series of each value of the split, largest first', () => {
    const { picture } = pictureOf(
      result(
        [day, carrier, flights],
        [
          ['2001-01-01', '2001-01-01', '2001-01-02'],
          ['AA', 'WN', 'WN'],
          ['5', '6', '7'],
        ],
      ),
      { split: 'carrier' },
      english,
    );
    assert.deepEqual(
      picture.series.map(({ label, points }) => [label, points]),
      [
        ['WN', ['6', '7']],
        ['AA', ['5', null]],
      ],
    );
  });

  it('draws ten series and says how many there are', () => {
    const names = Array.from({ length: 30 }, (_, i) => `c${i}`);
    const { picture, note } = pictureOf(
      result([day, carrier, flights], [names.map(() => '2001-01-01'), names, names.map((_, i) => String(i))]),
      { split: 'carrier' },
      english,
    );
    assert.equal(picture.series.length, 10);
    assert.equal(picture.series[0]?.label, 'c29');
    assert.equal(note, 'The 10 largest of 30 series are drawn; the table has all.');
  });

  it('keeps the order of categories and names what has no value', () => {
    const { picture } = pictureOf(
      result(
        [carrier, flights],
        [
          ['WN', null, 'AA'],
          ['3', '2', '1'],
        ],
      ),
      {},
      english,
    );
    assert.deepEqual(picture.axis.values, ['WN', 'No value', 'AA']);
  });

  it('puts the period compared with behind', () => {
    const { picture } = pictureOf(
      result(
        [day, flights],
        [
          ['2001-01-02', '2001-01-03'],
          ['5', '6'],
        ],
        {
          comparison: {
            label: 'previous period',
            from: '2000-12-31',
            to: '2001-01-01',
            values: [
              ['2000-12-31', '2001-01-01'],
              ['1', null],
            ],
          },
        },
      ),
      {},
      english,
    );
    assert.deepEqual(picture.series[1]?.points, ['1', null]);
    assert.equal(picture.series[1]?.before, true);
  });

  it('answers no series for no rows', () => {
    assert.deepEqual(pictureOf(result([day, flights], [[], []]), {}, english).picture.series, []);
  });
});
