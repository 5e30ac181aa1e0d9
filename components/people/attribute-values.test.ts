import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attributesOf, valuesOf } from './attribute-values.ts';

describe('valuesOf(text)', () => {
  it('takes one value a line, with what is in it', () => {
    assert.deepEqual(valuesOf(' KR \r\n\nSão, Paulo\nKR'), ['KR', 'São, Paulo']);
    assert.deepEqual(valuesOf(' \n '), []);
  });
});

describe('attributesOf(texts)', () => {
  it('leaves out what has no value', () => {
    assert.deepEqual(attributesOf({ countries: 'KR\nJP', regions: ' ' }), { countries: ['KR', 'JP'] });
  });
});
