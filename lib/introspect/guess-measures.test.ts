import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SqlType } from '#lib/definition/sql-type.ts';
import { guessMeasures } from './guess-measures.ts';
import type { KnownColumn } from './kinds.ts';

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
  guessMeasures('refunds', [each], [], (name) => name).measures.find(({ kind }) => kind === 'sum');

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
});
