import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english } from '#lib/i18n/languages.ts';
import { failureWords, LoadRefused, loadKey, signInAddress } from './load-query.ts';

describe('loadKey(input)', () => {
  it('does not depend on the order of filters, nor on empty ones', () => {
    assert.deepEqual(
      loadKey({ dashboard: 'sales', filters: { b: '2', a: '1', c: '' }, epoch: null }),
      loadKey({ dashboard: 'sales', filters: { a: '1', b: '2' }, epoch: null }),
    );
  });
  it('tells epochs apart', () => {
    assert.notDeepEqual(
      loadKey({ dashboard: 'sales', filters: {}, epoch: 7 }),
      loadKey({ dashboard: 'sales', filters: {}, epoch: null }),
    );
  });
});

describe('failureWords(error)', () => {
  it("passes on the server's words only", () => {
    assert.equal(
      failureWords(new LoadRefused('failed', 'Choose a shorter period.'), english),
      'Choose a shorter period.',
    );
    assert.equal(
      failureWords(new TypeError('Failed to fetch'), english),
      'The server did not answer. Check the network, or reload the page.',
    );
  });
});

describe('signInAddress(location)', () => {
  it('leads back', () =>
    assert.equal(
      signInAddress({ pathname: '/dashboards/sales', search: '?country=KR' }),
      '/sign-in?next=%2Fdashboards%2Fsales%3Fcountry%3DKR',
    ));
});
