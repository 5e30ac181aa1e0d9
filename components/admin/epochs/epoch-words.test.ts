import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english, languageOf } from '#lib/i18n/languages.ts';
import { daysWords, differenceWords, rowsWords } from './epoch-words.ts';

describe('daysWords(range)', () => {
  it('says the last day of a half-open range', () => {
    assert.equal(daysWords({ from: '2026-11-01', to: '2026-11-21' }, english), 'Nov 1 – 20, 2026');
    assert.equal(daysWords({ from: '2026-11-01', to: '2026-11-02' }, english), 'Nov 1, 2026');
    assert.equal(daysWords(null, english), 'All days');
    assert.equal(daysWords(null, languageOf('ko')), '모든 날짜');
  });
});

describe('differenceWords({ before, after })', () => {
  it('is signed, exact and in the unit', () => {
    assert.equal(differenceWords({ before: '10.00', after: '22.30' }, { unit: 'USD', scale: 2 }, english), '+$12.30');
    assert.equal(differenceWords({ before: '22', after: '19' }, {}, english), '−3');
    assert.equal(
      differenceWords({ before: '9007199254740992', after: '18014398509481985' }, {}, english),
      '+9,007,199,254,740,993',
    );
  });
  it('of shares is in points', () => {
    const style = { unit: 'percent', scale: 2 };
    assert.equal(differenceWords({ before: '0.0950413', after: '0.0975610' }, style, english), '+0.25 points');
    assert.equal(differenceWords({ before: '0.5', after: '0.25' }, style, english), '−25.00 points');
  });
  it('is nothing where nothing changed or one side is missing', () => {
    assert.equal(differenceWords({ before: '1.0', after: '1' }, {}, english), null);
    assert.equal(differenceWords({ before: null, after: '1' }, {}, english), null);
  });
});

describe('rowsWords({ opened, closed })', () => {
  it('groups digits', () => assert.equal(rowsWords({ opened: '1204', closed: '37' }, english), '+1,204 −37'));
});
