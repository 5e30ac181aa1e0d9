import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english } from '#lib/i18n/languages.ts';
import { choiceId, choiceLabel, choiceOfId, choiceText, idsOfText } from './choice-id.ts';

const values = ['KR', '', null, '*', '~', '~null', '~~', 'a,b', '50%', '%2C', '한국', ' '];

describe('choiceId(value)', () => {
  it('is different for each value and read back', () => {
    assert.equal(new Set(values.map(choiceId)).size, values.length);
    for (const value of values) assert.equal(choiceOfId(choiceId(value)), value);
  });
  it('names what has no text', () => {
    assert.equal(choiceLabel(choiceId(null), english), 'No value');
    assert.equal(choiceLabel(choiceId(''), english), 'Empty text');
    assert.equal(choiceLabel(choiceId('~null'), english), '~null');
  });
});

describe('choiceText(ids)', () => {
  it('is read back by idsOfText', () => {
    for (const ids of [[], ['KR'], [''], ['', 'x'], values.map(choiceId)])
      assert.deepEqual(idsOfText(choiceText(ids)), ids);
  });
  it('is null where percent signs make no sense', () => assert.equal(idsOfText('%zz'), null));
});
