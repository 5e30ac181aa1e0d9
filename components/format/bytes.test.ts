import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english, languageOf } from '#lib/i18n/languages.ts';
import { formatBytes } from './bytes.ts';

describe('formatBytes(bytes)', () => {
  it('takes the unit that keeps the number short', () => {
    assert.equal(formatBytes('0', english), '0 bytes');
    assert.equal(formatBytes('999', english), '999 bytes');
    assert.equal(formatBytes('1000', english), '1 kB');
    assert.equal(formatBytes('8192', english), '8.19 kB');
    assert.equal(formatBytes(12_400_000_000n, english), '12.4 GB');
    assert.equal(formatBytes('123456789012345678901', english), '123,000 PB');
  });
  it('speaks Korean', () => assert.equal(formatBytes('8192', languageOf('ko')), '8.19kB'));
});
