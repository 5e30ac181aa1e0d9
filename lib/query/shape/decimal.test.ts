import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decimalOf, decimalText, difference, partOf } from './decimal.ts';

const of = (cell: string | number) => {
  const decimal = decimalOf(cell);
  assert.ok(decimal, String(cell));
  return decimal;
};

describe('decimals', () => {
  it('are read and written as databases write them', () => {
    for (const text of ['0', '-1', '12.50', '-0.05', '12345678901234567890123456789012345678.99']) {
      assert.equal(decimalText(of(text)), text);
    }
    assert.equal(decimalText(of(1.5e-7)), '0.00000015');
    assert.equal(decimalText(of(2e21)), '2000000000000000000000');
    for (const cell of [null, true, 'NaN', 'Infinity', '', '2024-01-01', Number.NaN])
      assert.equal(decimalOf(cell), null);
  });

  it('subtract exactly', () => {
    assert.equal(decimalText(difference(of('0.3'), of('0.1'))), '0.2');
    assert.equal(decimalText(difference(of('10'), of('12.50'))), '-2.50');
    assert.equal(decimalText(difference(of('9007199254740993'), of('1'))), '9007199254740992');
  });

  it('divide by the size of what was before, rounded half away from zero', () => {
    const part = (a: string, b: string, scale = 4) => {
      const found = partOf(of(a), of(b), scale);
      return found && decimalText(found);
    };
    assert.equal(part('1', '3'), '0.3333');
    assert.equal(part('2', '3'), '0.6667');
    assert.equal(part('-2', '3'), '-0.6667');
    assert.equal(part('5', '-10'), '0.5000');
    assert.equal(part('0.00005', '1'), '0.0001');
    assert.equal(part('-0.00005', '1'), '-0.0001');
    assert.equal(part('1.50', '0.5'), '3.0000');
    assert.equal(part('1', '0.00'), null);
  });
});
