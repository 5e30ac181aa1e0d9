import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english, languageOf } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import type { MeasureForm, Query, QueryFilter } from '#lib/query/query.ts';
import { bareQuery } from '#lib/query/testing/bare-query.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import { compileQuery } from './query-statement.ts';
import type { Generation } from './stored.ts';
import { dailyGeneration } from './tile-fixture.ts';

const days = { from: '2024-03-04', to: '2024-03-31' };
const measure = (name: string, as: MeasureForm = 'value') => ({ name, as });
const plain: Query = {
  ...bareQuery,
  from: { summary: 'daily_sales' },
  measures: [measure('orders')],
  dimensions: ['country'],
};
const filter = (given: QueryFilter): Partial<Query> => ({ filters: [given] });

/** With revenue as a level, such as units in stock. */
const levels: Generation = {
  ...dailyGeneration,
  ratios: [],
  relations: dailyGeneration.relations.map((relation) => ({
    ...relation,
    columns: relation.columns.map((column) => (column.name === 'revenue' ? { ...column, additivity: 'last' } : column)),
  })),
};

function compiled(part: Partial<Query>, generation = dailyGeneration) {
  const query = { ...plain, ...part };
  const compared = query.compare ? { from: '2024-02-05', to: '2024-03-03' } : null;
  const at = { dialect: postgres, schema: 'summa', generation, epoch: 1, scope: 'everything', days, compared } as const;
  return compileQuery(query, at);
}

/** What a question is refused with: what is wrong, why, and what can be asked instead. */
const refused: Record<string, [Partial<Query>, RegExp, Generation?]> = {
  'share of a ratio': [{ measures: [measure('aov', 'share')] }, /parts do not add up.*Show the share of its numerator/],
  'share of the largest value': [
    { measures: [measure('largest', 'share')] },
    /do not add up to a whole. Show it as it is/,
  ],
  'share of a row without a pivot': [
    { measures: [measure('orders', 'share-of-row')] },
    /Pivot one, or show the share of the total/,
  ],
  'share of a level over time': [
    { measures: [measure('revenue', 'share')], dimensions: ['@'], grain: 'month' },
    /counts only at the last moment.*leave the time out/,
    levels,
  ],
  'growth since nothing': [{ measures: [measure('orders', 'growth')] }, /Compare with the previous period/],
  'total of different values without a companion': [
    { measures: [measure('visitors')], dimensions: ['@', 'country', 'channel', 'size'], grain: 'day', totals: 'grand' },
    /no right total.*declare it without companion: false/,
  ],
  'months of a level put together as others': [
    { measures: [measure('revenue')], dimensions: ['@'], grain: 'month', limit: 2, others: true },
    /cannot be put together as others. Leave out the limit/,
    levels,
  ],
  'the first rows of two periods': [
    { dimensions: ['@', 'country'], grain: 'day', limit: 5, compare: 'previous period' },
    /are not the same rows.*Leave out the limit/,
  ],
  'rows by time in the order of their growth': [
    {
      measures: [measure('orders', 'growth')],
      dimensions: ['@'],
      grain: 'day',
      compare: 'previous period',
      sort: [{ by: 'orders:growth', descending: true }],
    },
    /Sort by the value, or leave the time out/,
  ],
  'values between words': [
    filter({ column: 'country', op: 'between', not: false, from: 'A', to: 'B' }),
    /no order to lie between. Name its values/,
  ],
  'a bound that is no number': [
    filter({ column: 'size', op: 'between', not: false, from: 'ten', to: null }),
    /cannot be "ten". Write a value/,
  ],
  'a filter on what there is not': [
    filter({ column: 'region', op: 'in', not: true, values: ['EU'] }),
    /no dimension region to filter by. It has day, country, channel, size/,
  ],
  'a time of a summary without one': [
    { dimensions: ['@'], grain: 'day' },
    /no time to show its rows by/,
    { ...dailyGeneration, partition: null, relations: dailyGeneration.relations.map(withoutTime) },
  ],
};

describe('compileQuery(query, context) refuses', () => {
  for (const [name, [part, words, generation]] of Object.entries(refused)) {
    it(name, () => {
      const answer = compiled(part, generation);
      assert.ok(!answer.ok, 'it was answered');
      assert.match(say(answer.message, english), words);
      assert.doesNotMatch(say(answer.message, languageOf('ko')), /[a-z]{4,} [a-z]{4,}/, 'words that are not Korean');
    });
  }
});

describe('compileQuery(query, context) answers', () => {
  const answered: Record<string, [Partial<Query>, Generation?]> = {
    'a share of different values, with a note': [{ measures: [measure('buyers', 'share')] }],
    'a share of a level among countries': [{ measures: [measure('revenue', 'share')] }, levels],
    'a share of a level in each month': [
      {
        measures: [measure('revenue', 'share-of-row')],
        dimensions: ['@', 'country'],
        grain: 'month',
        pivot: ['country'],
      },
      levels,
    ],
    'countries in the order of their growth': [
      {
        measures: [measure('aov', 'growth')],
        compare: 'previous period',
        sort: [{ by: 'aov:growth', descending: true }],
        limit: 3,
      },
    ],
    'the first days of two periods': [
      { dimensions: ['@'], grain: 'day', limit: 5, compare: 'previous period', sort: [{ by: '@', descending: false }] },
    ],
  };
  for (const [name, [part, generation]] of Object.entries(answered)) {
    it(name, () => {
      const answer = compiled(part, generation);
      assert.ok(answer.ok, answer.ok ? '' : say(answer.message, english));
    });
  }

  it('says that shares of different values may exceed the whole', () => {
    const answer = compiled({ measures: [measure('buyers', 'share')] });
    assert.match(answer.ok ? answer.notes.map((note) => say(note, english)).join() : '', /more than 100 %/);
  });
});

function withoutTime(relation: Generation['relations'][number]): Generation['relations'][number] {
  return { ...relation, columns: relation.columns.filter((column) => column.role !== 'time') };
}
