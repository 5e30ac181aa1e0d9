import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english, languageOf } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import { random } from '#lib/refresh/testing/random.ts';
import { canonical } from './canonical.ts';
import { parseQuery } from './parse-url.ts';
import type { Query } from './query.ts';
import { querySchema } from './schema.ts';
import { anyQuery, nastyTexts } from './testing/any-query.ts';
import { bareQuery } from './testing/bare-query.ts';
import { queryText } from './write-url.ts';

const plain: Query = {
  ...bareQuery,
  from: { topic: 'sales' },
  measures: [{ name: 'revenue', as: 'value' }],
};
const count = Number(process.env.SUMMA_TEST_QUERIES ?? 3_000);

describe('queryText(query)', () => {
  it('can be read by people', () => {
    const query: Query = {
      ...plain,
      measures: [
        { name: 'revenue', as: 'value' },
        { name: 'orders', as: 'share' },
      ],
      dimensions: ['@', 'country'],
      grain: 'day',
      range: 'last-28-days',
      compare: 'previous year',
      filters: [
        { column: 'country', op: 'in', not: false, values: ['KR', 'US', null] },
        { column: 'size', op: 'between', not: true, from: '3', to: null },
        { column: 'name', op: 'contains', not: false, text: 'a b' },
      ],
      pivot: ['country'],
      sort: [
        { by: 'orders:share', descending: true },
        { by: '@', descending: false },
      ],
      limit: 10,
      pivotLimit: 5,
      others: true,
      totals: 'all',
    };
    assert.equal(
      queryText(canonical(query)),
      'topic=sales&measures=revenue,orders:share&by=@,country&grain=day&range=last-28-days&compare=previous-year' +
        '&in.country=KR,US,~null&contains.name=a%20b&not-between.size=3,*&pivot=country' +
        '&sort=-orders:share,@&limit=10&pivot-limit=5&others=yes&totals=all',
    );
  });

  it(`is read back by parseQuery, for ${count} questions of nasty names and values`, () => {
    const next = random(20261122);
    for (let i = 0; i < count; i++) {
      const asked = anyQuery(next);
      const query = canonical(querySchema.parse(asked));
      const text = queryText(query);
      const read = parseQuery(text);
      assert.deepEqual(read, { ok: true, query }, text);
      // As it arrives: a server reads it from the address of a request.
      const arrived = new URL(`http://localhost/api/v1/query?${text}`).searchParams;
      assert.deepEqual(parseQuery(arrived), { ok: true, query }, text);
      // The canonical form is its own, has one JSON and one text, and still is a question.
      assert.deepEqual(canonical(query), query);
      assert.equal(JSON.stringify(querySchema.parse(query)), JSON.stringify(query));
    }
  });

  it('differs where questions differ', () => {
    const next = random(7);
    const texts = new Map<string, string>();
    for (let i = 0; i < count; i++) {
      const query = canonical(anyQuery(next));
      const json = JSON.stringify(query);
      assert.equal(texts.get(queryText(query)) ?? json, json);
      texts.set(queryText(query), json);
    }
  });
});

describe('canonical(query)', () => {
  it('is the same for questions that mean the same', () => {
    const next = random(5);
    const shuffled = <T>(list: readonly T[]): T[] =>
      list
        .map((item) => ({ item, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item);
    for (let i = 0; i < 500; i++) {
      const query = anyQuery(next);
      const same: Query = {
        ...query,
        filters: shuffled([...query.filters, ...query.filters]).map((filter) =>
          filter.op === 'in' ? { ...filter, values: shuffled([...filter.values, ...filter.values]) } : filter,
        ),
        measures: [...query.measures, ...query.measures],
        pivot: shuffled(query.pivot),
        range: query.range?.replaceAll('-to-', ' to ').replace(/^last-/i, 'last ') ?? null,
      };
      assert.equal(JSON.stringify(canonical(same)), JSON.stringify(canonical(query)));
    }
  });

  it('has @ exactly where there is a grain', () => {
    assert.deepEqual(canonical({ ...plain, grain: 'day', dimensions: ['country'] }).dimensions, ['@', 'country']);
    assert.deepEqual(canonical({ ...plain, grain: 'day', dimensions: ['country', '@'] }).dimensions, ['country', '@']);
    assert.deepEqual(canonical({ ...plain, dimensions: ['@', 'country'] }).dimensions, ['country']);
  });

  it('keeps nothing that changes nothing', () => {
    const one = { ...plain, limit: 5, pivotLimit: 3, others: true, sort: [{ by: 'revenue', descending: true }] };
    assert.deepEqual(canonical(one), plain);
    const by = { ...plain, dimensions: ['country'], totals: 'all' as const };
    assert.equal(canonical(by).totals, 'grand');
  });
});

describe('parseQuery(address)', () => {
  const wrong: [string, RegExp][] = [
    ['', /topic= or summary=/],
    ['topic=sales', /names no measure/],
    ['topic=sales&summary=daily&measures=a', /Keep one/],
    ['topic=sales&measures=a&grian=day', /no part grian\. Did you mean grain\?/],
    ['topic=sales&measures=a&in:country=KR', /no part in:country\. Its parts are topic, /],
    ['topic=sales&measures=a&inn.country=KR', /Did you mean in\.country\?/],
    ['topic=sales&measures=a&measures=b', /measures is given twice/],
    ['topic=sales&measures=a:shares', /measures was not understood\. Expected one of value, share, /],
    ['topic=sales&measures=a&by=@', /Add grain=/],
    ['topic=sales&measures=a&grain=fortnight', /grain was not understood\. Expected one of hour, day, /],
    ['topic=sales&measures=a&range=yesterdayish', /range was not understood\. Expected for example/],
    ['topic=sales&measures=a&compare=last-year', /compare was not understood\. Expected one of previous-period, /],
    ['topic=sales&measures=a&by=b&pivot=c', /Name it in by= too/],
    ['topic=sales&measures=a&limit=ten', /limit is “ten”\. Expected a whole number/],
    ['topic=sales&measures=a&limit=0', /from 1 to 100,000/],
    ['topic=sales&measures=a&others=maybe', /Expected yes or no/],
    ['topic=sales&measures=a&totals=some', /totals was not understood\. Expected one of none, grand, all/],
    ['topic=sales&measures=a&in.country=', /names no value/],
    ['topic=sales&measures=a&in.country=~x', /“~x” in in\.country stands for no value/],
    ['topic=sales&measures=a&in.country=%25zz', /percent signs in in\.country/],
    ['topic=sales&measures=a&between.size=1', /Expected from and to/],
    ['topic=sales&measures=a&between.size=1,2,3', /Expected from and to/],
    ['topic=sales&measures=a&between.size=*,*', /neither of its ends/],
    ['topic=sales&measures=a&between.size=~null,3', /Expected from and to/],
    ['topic=sales&measures=a&contains.name=%00', /NUL/],
    ['topic=sales&measures=a,,b,%252C:share&by=,x', /name in the question is empty/],
    [`topic=sales&measures=a&contains.name=${'x'.repeat(1_001)}`, /longer than 1,000 characters/],
    [`topic=sales&measures=${Array.from({ length: 51 }, (_, i) => `m${i}`).join(',')}`, /more than 50/],
    [`topic=sales&measures=a&in.b=${Array.from({ length: 1_001 }, (_, i) => `v${i}`).join(',')}`, /more than 1,000/],
  ];
  for (const [address, expected] of wrong) {
    it(`says what is wrong with ${address.slice(0, 60) || 'nothing'}`, () => {
      const read = parseQuery(address);
      assert.ok(!read.ok, JSON.stringify(read));
      assert.match(say(read.message, english), expected);
      assert.match(say(read.message, languageOf('ko')), /\p{Script=Hangul}/u);
    });
  }

  it('reads what people write in other ways', () => {
    const read = parseQuery('?summary=daily&measures=a&in.b=,&range=Last 28 Days&others=no&totals=none&sort=');
    assert.ok(read.ok);
    assert.equal(queryText(read.query), 'summary=daily&measures=a&range=last-28-days&in.b=,');
  });

  it('answers with a sentence, whatever it is given', () => {
    const next = random(99);
    const pieces = [
      'topic=',
      'summary=',
      '&',
      '=',
      ',',
      'measures=a',
      'by=',
      'in.',
      'not-between.',
      '%',
      '~',
      '*',
      '@',
      ...nastyTexts.filter((text) => text !== '{a}'),
    ];
    const some = () => pieces[Math.floor(next() * pieces.length)] ?? '';
    for (let i = 0; i < count; i++) {
      const read = parseQuery(Array.from({ length: 12 }, some).join(''));
      if (read.ok) assert.deepEqual(parseQuery(queryText(read.query)), read);
      else assert.ok(!say(read.message, english).includes('{'), say(read.message, english).slice(0, 100));
    }
  });
});
