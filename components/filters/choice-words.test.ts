import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choiceWords } from './choice-words.ts';

describe('choiceWords(ids)', () => {
  it('is short', () => {
    assert.equal(choiceWords([]), 'All');
    assert.equal(choiceWords(['AA', 'WN']), 'AA, WN');
    assert.equal(choiceWords(['AA', 'WN', 'UA']), 'AA, WN and 1 more');
    assert.equal(choiceWords(['~null']), 'No value');
  });
});
