import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FilterView } from '#lib/dashboard/dashboard-load.ts';
import { english } from '#lib/i18n/languages.ts';
import { filterValues, filterWords } from './filter-words.ts';

const filters: FilterView[] = [
  {
    kind: 'date-range',
    name: 'period',
    label: 'Period',
    value: '',
    default: 'last-28-days',
    resolved: { from: '2001-06-04', to: '2001-07-01' },
    available: null,
    presets: [],
  },
  {
    kind: 'choice',
    name: 'carrier',
    label: 'Carrier',
    value: 'AA,WN',
    default: '',
    options: [],
    selected: ['AA', 'WN'],
    truncated: false,
  },
  {
    kind: 'choice',
    name: 'state',
    label: 'State',
    value: '',
    default: '',
    options: [],
    selected: [],
    truncated: false,
  },
];

describe('filterWords(filters)', () => {
  it('names days and choices', () =>
    assert.equal(filterWords(filters, english), 'Jun 4 – Jul 1, 2001; Carrier: AA, WN'));
});

describe('filterValues(filters)', () => {
  it('leaves out what is at its default', () => assert.deepEqual(filterValues(filters), { carrier: 'AA,WN' }));
});
