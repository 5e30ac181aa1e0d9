import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResultColumn } from '#lib/query/result.ts';
import { compareDecimals, nextSort, sortedRows } from './sort.ts';

const columns: ResultColumn[] = [
  { key: 'name', label: 'Name', role: 'dimension', type: 'text' },
  { key: 'revenue', label: 'Revenue', role: 'measure', type: 'number' },
];

describe('compareDecimals(a, b)', () => {
  it('sees digits a JS number does not', () => {
    assert.ok(compareDecimals('9007199254740993', '9007199254740992') > 0);
    assert.ok(compareDecimals('-9007199254740993', '-9007199254740992') < 0);
    assert.ok(compareDecimals('1.00000000000000000001', '1.00000000000000000002') < 0);
    assert.equal(compareDecimals('1.50', '1.5'), 0);
    assert.ok(compareDecimals('9', '10') < 0);
  });
});

describe('sortedRows(values, columns, rows, sort)', () => {
  const values = [
    ['b', null, 'a10', 'a9'],
    ['10', '9', null, '-1'],
  ];
  it('keeps the order of the result without a sort', () =>
    assert.deepEqual(sortedRows(values, columns, 4, null), [0, 1, 2, 3]));
  it('puts what has no value last both ways', () => {
    assert.deepEqual(sortedRows(values, columns, 4, { column: 1, descending: true }), [0, 1, 3, 2]);
    assert.deepEqual(sortedRows(values, columns, 4, { column: 1, descending: false }), [3, 1, 0, 2]);
  });
  it('sorts names as people count', () =>
    assert.deepEqual(sortedRows(values, columns, 4, { column: 0, descending: false }), [3, 2, 0, 1]));
});

describe('nextSort(sort, column, type)', () => {
  it('goes largest, smallest, none', () => {
    const first = nextSort(null, 1, 'number');
    assert.deepEqual(first, { column: 1, descending: true });
    const second = nextSort(first, 1, 'number');
    assert.deepEqual(second, { column: 1, descending: false });
    assert.equal(nextSort(second, 1, 'number'), null);
  });
});
