import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResultColumn, TileData } from '#lib/query/result.ts';
import { tileCsv } from './csv.ts';

const words = (key: string): ResultColumn => ({ key, label: key, role: 'dimension', type: 'text' });
const revenue: ResultColumn = { key: 'revenue', label: 'Revenue', role: 'measure', type: 'number' };

const tile: TileData = {
  ok: true,
  columns: [words('country'), words('size'), revenue, { ...revenue, key: 'revenue:share', as: 'share' }],
  values: [
    ['KR', 'Others', null],
    ['S', null, null],
    ['12345678901234567890.10', '2.00', '1.00'],
    ['0.5', '0.3', '0.2'],
  ],
  rows: 3,
  rest: [0, 0, 3],
  totals: [{ level: [], values: [[null], [null], ['12345678901234567893.10'], ['1']] }],
  truncated: false,
  notes: [],
  summary: 'sales',
  epoch: 1,
  completeThrough: null,
  sql: '',
  parameters: [],
  milliseconds: 0,
};

describe('tileCsv(tile)', () => {
  it('has the others and the total as the screen has them, digit by digit', () =>
    assert.equal(
      tileCsv(tile),
      [
        'country,size,Revenue,"Revenue, share of total"',
        'KR,S,12345678901234567890.10,0.5',
        'Others,,2.00,0.3',
        'Others,Others,1.00,0.2',
        'Total,,12345678901234567893.10,1',
        '',
      ].join('\n'),
    ));
});
