import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResultColumn } from '#lib/query/result.ts';
import { cellAt, markAt, tileLines } from './tile-lines.ts';

const words = (key: string): ResultColumn => ({ key, label: key, role: 'dimension', type: 'text' });
const orders: ResultColumn = { key: 'orders', label: 'Orders', role: 'measure', type: 'number' };

const tile = {
  columns: [words('country'), words('size'), orders],
  values: [
    ['KR', 'JP', 'KR', null],
    ['S', 'S', 'M', null],
    ['4', '3', '2', '1'],
  ],
  rows: 4,
  rest: [0, 0, 0, 3],
  totals: [
    {
      level: ['country'],
      values: [
        ['JP', 'KR'],
        [null, null],
        ['3', '6'],
      ],
    },
    { level: [], values: [[null], [null], ['10']] },
  ],
};

describe('tileLines(tile)', () => {
  it('puts a subtotal after the last of its rows, and the total at the end', () =>
    assert.deepEqual(
      tileLines(tile).map((line) =>
        [0, 1, 2].map((column) => markAt(tile, line, column) ?? cellAt(tile, line, column)),
      ),
      [
        ['KR', 'S', '4'],
        ['JP', 'S', '3'],
        ['JP', 'total', '3'],
        ['KR', 'M', '2'],
        ['KR', 'total', '6'],
        ['others', 'others', '1'],
        ['total', null, '10'],
      ],
    ));

  it('puts the totals of what is not the first column before the total of all', () => {
    const level = {
      level: ['size'],
      values: [
        [null, null],
        ['S', 'M'],
        ['7', '2'],
      ],
    };
    const pivoted = { ...tile, totals: [level, ...tile.totals.slice(1)] };
    assert.deepEqual(
      tileLines(pivoted)
        .slice(-3)
        .map((line) => [0, 1, 2].map((column) => markAt(pivoted, line, column) ?? cellAt(pivoted, line, column))),
      [
        ['total', 'S', '7'],
        ['total', 'M', '2'],
        ['total', null, '10'],
      ],
    );
  });

  it('knows times by what questions call them', () => {
    const time = (key: string): ResultColumn => ({ key, label: key, role: 'time', type: 'date', grain: 'month' });
    const timed = {
      columns: [time('cohort'), time('day'), orders],
      values: [['2026-01-01'], ['2026-02-01'], ['4']],
      rows: 1,
      totals: [
        { level: ['cohort@month'], values: [['2026-01-01'], [null], ['4']] },
        { level: ['@'], values: [[null], ['2026-02-01'], ['4']] },
        { level: [], values: [[null], [null], ['4']] },
      ],
    };
    assert.deepEqual(
      tileLines(timed).map((line) =>
        [0, 1, 2].map((column) => markAt(timed, line, column) ?? cellAt(timed, line, column)),
      ),
      [
        ['2026-01-01', '2026-02-01', '4'],
        ['2026-01-01', 'total', '4'],
        ['total', '2026-02-01', '4'],
        ['total', null, '4'],
      ],
    );
  });

  it('are the rows where there are no totals', () =>
    assert.deepEqual(tileLines({ ...tile, totals: undefined }), [
      { level: 0, row: 0 },
      { level: 0, row: 1 },
      { level: 0, row: 2 },
      { level: 0, row: 3 },
    ]));
});
