import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decimalDifference } from './decimal.ts';

describe('decimalDifference(before, after)', () => {
  it('is exact where a float is not', () => {
    assert.equal(decimalDifference('0.1', '0.3'), '0.2');
    assert.equal(decimalDifference('9007199254740993', '9007199254740994'), '1');
    assert.equal(decimalDifference('12345678901234567890.123456789', '12345678901234567890.12345679'), '0.000000001');
  });
  it('has a sign when it falls', () => {
    assert.equal(decimalDifference('12.50', '3'), '-9.50');
    assert.equal(decimalDifference('-1', '-1.25'), '-0.25');
    assert.equal(decimalDifference('3', '-3'), '-6');
  });
  it('is zero where nothing changed', () => assert.equal(decimalDifference('10.00', '10'), '0.00'));
  it('is nothing where one side has no number', () => {
    for (const missing of [null, '', 'NaN', 'Infinity', '2026-01-01']) {
      assert.equal(decimalDifference(missing, '1'), null);
      assert.equal(decimalDifference('1', missing), null);
    }
  });
});
