import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choiceWords, writeChoice } from './choice-value.ts';

const read = (text: string) => [...new Set(text.split(',').map(decodeURIComponent))];

describe('writeChoice(values)', () => {
  it('is read back value by value', () => {
    for (const values of [['KR'], ['a,b', '50%', 'São Paulo'], ['%2C'], [''], ['', 'x'], ['한국']]) {
      assert.deepEqual(read(writeChoice(values)), values);
    }
  });
});

describe('choiceWords(selected)', () => {
  it('is short', () => {
    assert.equal(choiceWords([]), 'All');
    assert.equal(choiceWords(['AA', 'WN']), 'AA, WN');
    assert.equal(choiceWords(['AA', 'WN', 'UA']), 'AA, WN and 1 more');
  });
});
