import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english } from '#lib/i18n/languages.ts';
import { chartSentence } from './sentence.ts';

const axis = { kind: 'time', label: 'Month', values: ['2001-01-01', '2001-02-01'], grain: 'month' } as const;

describe('chartSentence(title, picture)', () => {
  it('names the lowest and the highest of one series', () =>
    assert.equal(
      chartSentence(
        'Orders',
        {
          axis: { ...axis, values: [...axis.values] },
          series: [{ key: 'o', label: 'Orders', points: ['1200', '900'] }],
        },
        english,
      ),
      'Orders, from Jan 2001 to Feb 2001: lowest 900 (Feb 2001), highest 1,200 (Jan 2001).',
    ));
  it('names the highest of many', () =>
    assert.equal(
      chartSentence(
        'Revenue',
        {
          axis: { kind: 'category', label: 'Country', values: ['KR', 'US'] },
          series: [
            { key: 'w', label: 'Web', points: ['1', '2'] },
            { key: 'a', label: 'App', points: ['7', null] },
          ],
        },
        english,
      ),
      'Revenue, 2 entries by Country, 2 series: highest App with 7 (KR).',
    ));
  it('says when there is nothing', () =>
    assert.equal(
      chartSentence('Orders', { axis: { ...axis, values: [] }, series: [] }, english),
      'Orders: no values.',
    ));
});
