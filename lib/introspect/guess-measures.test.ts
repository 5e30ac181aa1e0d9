import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SqlType } from '#lib/definition/sql-type.ts';
import { guessMeasures } from './guess-measures.ts';
import type { KnownColumn } from './kinds.ts';
import { uniqueNames } from './names.ts';

const column = (name: string, sqlType: SqlType, sampled: number | null = null): KnownColumn => ({
  name,
  plain: name,
  type: sqlType,
  sqlType,
  notNull: true,
  comment: null,
  indexed: false,
  unique: false,
  distinct: 900,
  length: 6,
  scale: sampled,
});

const sumOf = (each: KnownColumn) =>
  guessMeasures('refunds', [each], [], (name) => name, true).measures.find(({ kind }) => kind === 'sum');

const guessed = (columns: KnownColumn[], timed = true) => {
  const { measures, notAdded } = guessMeasures('lines', columns, [], uniqueNames(), timed);
  return {
    measures: measures.flatMap(({ name, kind, weight, scale }) =>
      kind === 'average' || kind === 'last' ? [[kind, name, weight?.name ?? '-', scale].join(' ')] : [],
    ),
    left: notAdded.map((each) => each.column.name),
  };
};

describe('guessMeasures(table, columns, dimensions, unique)', () => {
  it('writes the scale a type declares, and that nothing is rounded by it', () => {
    const refund = sumOf(column('refund', 'numeric(12,2)'));
    assert.equal(refund?.scale, 2);
    assert.equal(refund?.why, 'An amount: adds up.');
    assert.equal(sumOf(column('weight', 'numeric(10,3)'))?.scale, 3);
  });

  it('writes none for whole numbers', () => {
    assert.equal(sumOf(column('quantity', 'integer'))?.scale, null);
    assert.equal(sumOf(column('points', 'numeric(12,0)'))?.scale, null);
  });

  it('says where values are rounded', () => {
    const float = sumOf(column('amount', 'double precision'));
    assert.equal(float?.scale, 2);
    assert.match(float?.why ?? '', /rounded to 2 digits/);
    assert.match(sumOf(column('amount', 'numeric', 4))?.why ?? '', /rounded to 4 digits/);
  });

  it('averages prices by what was sold at them, and scores once each', () => {
    const columns = [column('unit_price', 'numeric(12,2)'), column('score', 'real'), column('qty', 'integer')];
    assert.deepEqual(guessed(columns), {
      measures: ['average unit_price qty 2', 'average score - 2'],
      left: [],
    });
  });

  it('leaves an average out whose two sums would take the name of another measure', () => {
    const columns = [column('price', 'numeric(12,4)'), column('price_total', 'numeric(12,4)')];
    assert.deepEqual(guessed(columns), { measures: [], left: ['price'] });
  });

  it('keeps the last of a level where there is a time', () => {
    const columns = [column('on_hand', 'integer'), column('balance', 'numeric(12,2)')];
    assert.deepEqual(guessed(columns), { measures: ['last on_hand - ', 'last balance - 2'], left: [] });
    assert.deepEqual(guessed(columns, false), { measures: [], left: ['on_hand', 'balance'] });
  });
});
