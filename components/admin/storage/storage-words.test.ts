import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english, languageOf } from '#lib/i18n/languages.ts';
import type { Storage } from '#lib/refresh/retention/retention-types.ts';
import { bySize, keepWords, percent, totalOf } from './storage-words.ts';

const storage = (summary: string, currentBytes: string, closedBytes = '0'): Storage => ({
  summary,
  currentBytes,
  closedBytes,
  oldGenerationsBytes: '1',
  generations: 1,
  horizon: null,
  keep: '30 days',
});

describe('bySize(storage)', () => {
  it('begins with the largest, counting everything', () => {
    const sorted = bySize([storage('b', '5'), storage('a', '5'), storage('large', '1', '9007199254740993')]);
    assert.deepEqual(
      sorted.map(({ summary }) => summary),
      ['large', 'a', 'b'],
    );
    assert.equal(totalOf(storage('one', '1', '9007199254740993')), 9007199254740995n);
  });
});

describe('percent(part, whole)', () => {
  it('has two digits', () => assert.equal(percent(1n, 3n), 33.33));
  it('of nothing is none', () => assert.equal(percent(0n, 0n), 0));
});

describe('keepWords(keep)', () => {
  it('is in the language of the reader', () => {
    assert.equal(keepWords('30 days', english), '30 days');
    assert.equal(keepWords('1 day', english), '1 day');
    assert.equal(keepWords('30 days', languageOf('ko')), '30일');
    assert.equal(keepWords('for ever', english), 'for ever');
  });
});
