import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareDecimals, type Decimal, decimal, divide, nearly } from './decimal.ts';

const read = (text: string): Decimal => {
  const found = decimal(text);
  assert.ok(found, text);
  return found;
};

describe('decimals', () => {
  it('are equal whatever digits they are written with', () => {
    for (const [a, b, order] of [
      ['1', '1.00', 0],
      ['-0.5', '-5e-1', 0],
      ['1e3', '1000', 0],
      ['0.1', '0.10000000000000000000000001', -1],
      ['9007199254740993', '9007199254740992', 1],
      ['-2', '-1', -1],
    ] as const) {
      assert.equal(compareDecimals(read(a), read(b)), order, `${a} and ${b}`);
    }
  });

  it('are nearly equal within what a division leaves, and not beyond', () => {
    const third = divide(read('1'), read('3'));
    assert.ok(third);
    assert.ok(nearly(third, read('0.33333333333333333333')));
    assert.ok(!nearly(third, read('0.3333333333')));
    assert.ok(nearly(read('0'), read('0.00')));
    assert.ok(!nearly(read('0'), read('0.01')));
    assert.ok(!nearly(read('1'), read('-1')));
    assert.equal(divide(read('1'), read('0.00')), null);
  });

  it('are nothing but numbers', () => {
    for (const text of ['', 'NaN', '1,000', '1.', '.5', '2024-01-01', 'null']) assert.equal(decimal(text), null, text);
  });
});
