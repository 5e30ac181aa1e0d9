import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dailySales } from '#lib/compile/tile-fixture.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { line, number, table } from '#lib/definition/tiles.ts';
import { loadTiles, type Shop, testShop } from './test-shop.ts';

const closing: (() => Promise<void>)[] = [];
let shop: Shop;
before(async () => {
  shop = await testShop({ after: (fn) => closing.push(fn) });
});
after(async () => {
  for (const close of closing) await close();
});

const filters = {
  period: dateRange('last 28 days'),
  country: choice(dailySales, 'country'),
  size: choice(dailySales, 'size'),
  day: choice(dailySales, 'day'),
};
const tiles = [
  number('', dailySales.spend, { compare: 'previous period' }),
  line('', dailySales.orders, { by: 'day', split: 'channel' }),
  table('', [dailySales.aov, dailySales.buyers], { by: 'country', sort: '-aov' }),
];

/** What people, links and attackers put into an address. */
const nasty = [
  "'; drop table raw; --",
  "' or '1'='1",
  '") or 1=1 --',
  '$1',
  '$$x$$',
  "E'\\x'",
  'null',
  '~null',
  '~',
  '~~',
  '~x',
  '*',
  '~*',
  ',',
  ',,',
  ',a',
  'a,',
  '%',
  '%2',
  '%zz',
  '%00',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff',
  '%ED%A0%80',
  '\uFEFF',
  '\u202E',
  '0',
  '-0',
  '-1',
  '1e9',
  '2147483648',
  '9223372036854775808',
  '99999999999999999999',
  '0x10',
  ' 1',
  '1 ',
  '١',
  'NaN',
  'Infinity',
  'true',
  '2024-02-30',
  '2024-02-29',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '-0044-03-15',
  'infinity',
  'now()',
  '2024-01-01T00:00',
  '2024-01-01..2023-01-01',
  '2024-01-01..2024-01-01',
  '1000-01-01..2999-12-31',
  '0001-01-01..9999-12-31',
  '2024-01-01..9999-12-31',
  'last-0-days',
  'last-9999-months',
  'last-9999-weeks',
  'last-99999-days',
  'last--1-days',
  'year-to-date',
  'all',
  'ALL',
  'last 28 days',
  '{',
  '}',
  '{}',
  '{"a"}',
  '"',
  '\\',
  '\\"',
  "\\'",
  'a"b\\c',
  '[]',
  '{"$gt":""}',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '\u0024{7*7}',
  '{{7*7}}',
  '%s%s%n',
  'summa.p1',
  "current_setting('summa.p1')",
  'pg_sleep(10)',
  '☃'.repeat(500),
  'x'.repeat(9_000),
  'a,'.repeat(3_000),
  '__proto__',
  'constructor',
  'toString',
  'São, "Paulo"',
  'São%2C "Paulo"',
  '=1+1',
  '\t\r\n',
  '',
];

describe('filter text of any kind', () => {
  for (const name of Object.keys(filters)) {
    it(`as ${name} changes no statement but by being there`, async () => {
      const known = new Set<string>();
      for (const value of [
        '',
        name === 'period' ? 'all' : name === 'country' ? 'KR' : name === 'size' ? '1' : '2024-02-29',
      ]) {
        const plain = await loadTiles(shop, tiles, { filters, values: { [name]: value } });
        for (const tile of plain.tiles) known.add(tile.ok ? tile.sql : tile.message.key);
      }
      for (const value of nasty) {
        const { tiles: results, head } = await loadTiles(shop, tiles, { filters, values: { [name]: value } });
        assert.equal(head.filters.find((filter) => filter.name === name)?.value, value);
        for (const result of results) {
          assert.ok(result.ok, `${JSON.stringify(value)}: ${JSON.stringify(result)}`);
          // A period too long to compare has no second half; that is a statement of its own.
          const compared = result.sql.includes('"_period"') || result.columns.length > 1;
          if (compared)
            assert.ok(known.has(result.sql), `${JSON.stringify(value)} changed the statement:\n${result.sql}`);
        }
      }
    });
  }

  it('as the name of a filter reaches nothing', async () => {
    for (const name of nasty) {
      const { tiles: results, head } = await loadTiles(shop, tiles, { filters, values: { [name]: 'KR' } });
      assert.ok(results.every((result) => result.ok));
      assert.equal(head.notes.length, 1, name);
    }
  });

  it('keeps what it means', async () => {
    const meant: Record<string, string | null> = {
      'São%2C "Paulo"': 'São, "Paulo"',
      '=1+1': '=1+1',
      ',': '',
      '~null': null,
    };
    for (const [country, value] of Object.entries(meant)) {
      const { tiles: results } = await loadTiles(shop, [table('', dailySales.orders, { by: 'country' })], {
        filters,
        values: { period: 'all', country },
      });
      const [result] = results;
      assert.ok(result?.ok);
      assert.deepEqual(result.values[0], [value]);
    }
  });
});
