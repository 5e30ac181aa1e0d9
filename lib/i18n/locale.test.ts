import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseLocale, localeOf } from './locale.ts';

describe('chooseLocale(chosen, acceptLanguage)', () => {
  it('takes what the person chose before what the browser asks for', () => {
    assert.equal(chooseLocale('ko', 'en-US,en;q=0.9'), 'ko');
    assert.equal(chooseLocale('en', 'ko-KR,ko;q=0.9'), 'en');
  });

  it('takes the most wanted language that Summa speaks', () => {
    assert.equal(chooseLocale(undefined, 'ko-KR,ko;q=0.9,en-US;q=0.8'), 'ko');
    assert.equal(chooseLocale(undefined, 'en;q=0.5, ko;q=0.7'), 'ko');
    assert.equal(chooseLocale(undefined, 'fr-FR, ko;q=0.1'), 'ko');
    assert.equal(chooseLocale(undefined, 'ko;q=0, fr'), 'en');
  });

  it('falls back to English', () => {
    assert.equal(chooseLocale(undefined, null), 'en');
    assert.equal(chooseLocale('fr', 'de, *'), 'en');
  });
});

describe('localeOf(headers)', () => {
  it('finds the cookie among others', () => {
    assert.equal(localeOf(new Headers({ cookie: 'a=1; summa_locale=ko; b=2', 'accept-language': 'en' })), 'ko');
    assert.equal(localeOf(new Headers({ cookie: 'not_summa_locale=ko' })), 'en');
  });
});
