import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english } from '#lib/i18n/languages.ts';
import { choiceWords } from './choice-words.ts';

describe('choiceWords(ids)', () => {
  it('is short', () => {
    assert.equal(choiceWords([], english), 'All');
    assert.equal(choiceWords(['AA', 'WN'], english), 'AA, WN');
    assert.equal(choiceWords(['AA', 'WN', 'UA'], english), 'AA, WN and 1 more');
    assert.equal(choiceWords(['~null'], english), 'No value');
  });
});
