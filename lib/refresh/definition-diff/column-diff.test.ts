import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StoredColumn } from '#lib/compile/stored.ts';
import { columnDiff, type Shape, shared } from './column-diff.ts';

const grain = (name: string, sqlType = 'text'): StoredColumn => {
  return { name, sqlType, role: 'dimension', bucket: null, additivity: null };
};
const measure = (name: string, sqlType: string, additivity: StoredColumn['additivity'] = 'sum'): StoredColumn => {
  return { name, sqlType, role: 'measure', bucket: null, additivity };
};
const shape = (key: StoredColumn[], measures: StoredColumn[], zone = 'UTC'): Shape => {
  return { columns: [...key, ...measures], key: key.map(({ name }) => name), zone };
};

const before = shape(
  [grain('day', 'date'), grain('country')],
  [measure('orders', 'bigint'), measure('largest', 'text', 'max'), measure('buyers', 'bigint', 'distinct')],
);

describe('columnDiff(before, after)', () => {
  it('tells what is added, removed and retyped, and another zone and grain', () => {
    const after = shape(
      [grain('day', 'date'), grain('channel')],
      [measure('orders', 'numeric(38,0)'), measure('revenue', 'numeric(38,2)')],
      'Asia/Seoul',
    );
    assert.deepEqual(columnDiff(before, after), {
      added: ['channel', 'revenue'],
      removed: ['country', 'largest', 'buyers'],
      retyped: [{ column: 'orders', before: 'bigint', after: 'numeric(38,0)' }],
      zone: { before: 'UTC', after: 'Asia/Seoul' },
      grain: { before: ['day', 'country'], after: ['day', 'channel'] },
    });
  });

  it('finds nothing where only the order differs', () => {
    const after = { ...before, columns: [...before.columns].reverse(), key: [...before.key].reverse() };
    assert.deepEqual(columnDiff(before, after), { added: [], removed: [], retyped: [], zone: null, grain: null });
  });
});

describe('weeks that begin on another day, and sums that become last values', () => {
  it('are told as another type', () => {
    const time: StoredColumn = { name: 'day', sqlType: 'date', role: 'time', bucket: 'day', additivity: null };
    const { retyped } = columnDiff(shape([time], []), shape([{ ...time, weekStart: 'sunday' }], []));
    assert.deepEqual(retyped, [{ column: 'day', before: 'date', after: 'date, weeks from Sunday' }]);
    const units = (additivity: StoredColumn['additivity']) =>
      shape([], [measure('units', 'numeric(38,0)', additivity)]);
    assert.deepEqual(columnDiff(units('sum'), units('last')).retyped, [
      { column: 'units', before: 'numeric(38,0)', after: 'numeric(38,0), last value' },
    ]);
  });
});

describe('shared(before, after)', () => {
  it('compares last values at the last time both tell, and not without one', () => {
    const time: StoredColumn = { name: 'day', sqlType: 'date', role: 'time', bucket: 'day', additivity: null };
    const units = measure('units', 'numeric(38,0)', 'last');
    assert.deepEqual(shared(shape([time, grain('store')], [units]), shape([time], [units])), {
      key: ['day'],
      measures: [{ name: 'units', how: 'last', over: 'day' }],
    });
    assert.deepEqual(shared(shape([{ ...time, name: 'week' }], [units]), shape([time], [units])).measures, []);
  });

  it('compares distinct counts only where rows stand for the same', () => {
    assert.deepEqual(
      shared(before, before).measures.map(({ name, how }) => `${how} ${name}`),
      ['sum orders', 'max largest', 'distinct buyers'],
    );
    const finer = shape([...before.columns.slice(0, 2), grain('channel')], before.columns.slice(2));
    assert.deepEqual(shared(before, finer), {
      key: ['day', 'country'],
      measures: [
        { name: 'orders', how: 'sum' },
        { name: 'largest', how: 'max' },
      ],
    });
  });

  it('leaves out what has a type of another kind, or adds up in another way', () => {
    const after = shape(
      [grain('day', 'date'), grain('country', 'bigint')],
      [measure('orders', 'bigint', 'max'), measure('largest', 'numeric(12,2)', 'max')],
    );
    assert.deepEqual(shared(before, after), { key: ['day'], measures: [] });
  });
});
