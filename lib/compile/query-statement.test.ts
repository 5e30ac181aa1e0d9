import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { area, bar, line, number, type Tile, table } from '#lib/definition/tiles.ts';
import { english } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import { type TileContext, tileQuestion } from './testing/tile-question.ts';
import { dailyGeneration, dailySales, monthlyGeneration, monthlySales } from './tile-fixture.ts';

const context: TileContext = {
  schema: 'summa',
  generation: dailyGeneration,
  epoch: 412,
  scope: 'everything',
  days: { from: '2024-03-04', to: '2024-03-31' },
  choices: [],
};
const monthly: TileContext = { ...context, generation: monthlyGeneration };
const country = { label: 'Country', column: 'country', values: ['KR', 'JP'] };

/** Statements by feature; `lib/dashboard/tile-numbers.db.test.ts` compares what such statements answer with the raw rows. */
const cases: Record<string, Record<string, [Tile, TileContext]>> = {
  additivity: {
    'sum, count, smallest, largest': [
      table('', [dailySales.orders, dailySales.revenue, dailySales.smallest, dailySales.largest], { by: 'country' }),
      context,
    ],
    'ratio of totals': [number('', dailySales.aov), context],
    'distinct by its companion': [number('', dailySales.buyers), context],
    'distinct beside a sum': [table('', [dailySales.revenue, dailySales.buyers], { by: 'country' }), context],
    'ratio with a distinct denominator': [number('', dailySales.spend), context],
    'distinct without companion at exact grain': [
      table('', dailySales.visitors, { by: ['day', 'country', 'channel', 'size'] }),
      context,
    ],
  },
  time: {
    'by day': [line('', dailySales.orders, { by: 'day' }), context],
    'by week': [line('', dailySales.orders, { by: 'day', grain: 'week' }), context],
    'by quarter, newest three': [bar('', dailySales.orders, { by: 'day', grain: 'quarter', limit: 3 }), context],
    'months widened': [line('', monthlySales.revenue, { by: 'month' }), monthly],
    'without a date range': [line('', dailySales.orders, { by: 'day' }), { ...context, days: null }],
  },
  compare: {
    'a number with the previous period': [number('', dailySales.revenue, { compare: 'previous period' }), context],
    'a line with the previous year': [line('', dailySales.aov, { by: 'day', compare: 'previous year' }), context],
    'a distinct count with the previous period': [
      number('', dailySales.buyers, { compare: 'previous period' }),
      context,
    ],
  },
  split: {
    'a line by channel': [line('', dailySales.orders, { by: 'day', split: 'channel' }), context],
    'an area of a ratio by channel': [
      area('', dailySales.aov, { by: 'day', grain: 'month', split: 'channel' }),
      context,
    ],
    'the five largest bars by channel': [
      bar('', dailySales.revenue, { by: 'country', split: 'channel', limit: 5 }),
      context,
    ],
  },
  order: {
    'bars, largest first': [bar('', dailySales.revenue, { by: 'country', limit: 10 }), context],
    'a table sorted downwards': [
      table('', [dailySales.orders, dailySales.aov], { by: ['country', 'size'], sort: '-aov' }),
      context,
    ],
  },
  filters: {
    'values of a dimension': [number('', dailySales.orders), { ...context, choices: [country] }],
    'rows without a value': [number('', dailySales.buyers), { ...context, choices: [{ ...country, values: [null] }] }],
    'a dimension of whole numbers': [
      number('', dailySales.orders),
      { ...context, choices: [{ label: 'Size', column: 'size', values: ['1', '40'] }] },
    ],
    'a viewer limited by row': [
      table('', [dailySales.orders, dailySales.buyers], { by: 'country' }),
      { ...context, scope: [{ column: 'country', values: ['KR'] }], choices: [country] },
    ],
  },
};

describe('compileQuery(query, context)', () => {
  for (const [feature, statements] of Object.entries(cases)) {
    it(`compiles ${feature} as golden/tile-${feature}.sql says`, () => {
      const written = Object.entries(statements).map(([name, [tile, at]]) => {
        const planned = tileQuestion(tile, at);
        assert.ok(planned.ok, planned.ok ? '' : planned.message.key);
        const { sql, parameters } = postgres.compile(planned.query);
        return `-- ${name}\n-- ${JSON.stringify(parameters)}\n${sql};\n`;
      });
      golden(`tile-${feature}.sql`, written.join('\n'));
    });
  }
});

describe('compileQuery(query, context) refuses', () => {
  const refused = (tile: Tile, at: TileContext = context) => {
    const planned = tileQuestion(tile, at);
    assert.ok(!planned.ok);
    return say(planned.message, english);
  };

  it('to add up distinct counts', () =>
    assert.match(
      refused(number('', dailySales.visitors)),
      /cannot be added up.*Show it by day, country, channel, size/,
    ));
  it('a measure that did not exist at the epoch', () => {
    const older = { ...dailyGeneration, ratios: [] };
    assert.match(
      refused(number('', dailySales.aov), { ...context, generation: older }),
      /had no measure aov at this epoch/,
    );
  });
  it('weeks of months', () =>
    assert.match(refused(line('', monthlySales.revenue, { by: 'month', grain: 'week' }), monthly), /kept by month/));
  it('measures of two summaries', () =>
    assert.match(
      refused({
        ...number('', dailySales.orders),
        measures: [...number('', dailySales.orders).measures, ...number('', monthlySales.revenue).measures],
      }),
      /two tiles/,
    ));
  it('a scope by a column the build does not have', () =>
    assert.match(
      refused(number('', dailySales.orders), { ...context, scope: [{ column: 'region', values: ['EU'] }] }),
      /no column region/,
    ));
  it('a sort by what is not shown', () =>
    assert.match(refused(table('', dailySales.orders, { by: 'country', sort: 'revenue' })), /sorted by revenue/));
});

describe('compileQuery(query, context) notes', () => {
  const notes = (tile: Tile, at: TileContext) => {
    const planned = tileQuestion(tile, at);
    assert.ok(planned.ok);
    return planned.notes.map((note) => say(note, english));
  };

  it('a filter that does not apply', () =>
    assert.deepEqual(
      notes(number('', monthlySales.orders), {
        ...monthly,
        days: null,
        choices: [{ label: 'Channel', column: 'channel', values: ['web'] }],
      }),
      ['Not limited by Channel: monthly_sales has no channel.'],
    ));
  it('a range that cuts through a month', () =>
    assert.deepEqual(notes(number('', monthlySales.orders), monthly), [
      'monthly_sales is kept by month, so whole months are shown: Mar 1 – 31, 2024.',
    ]));
  it('a comparison with nothing', () =>
    assert.equal(
      notes(number('', dailySales.orders, { compare: 'previous year' }), { ...context, days: null }).length,
      1,
    ));
});

/** `UPDATE_GOLDEN=1` writes the file instead of comparing with it. */
function golden(name: string, text: string): void {
  const file = new URL(`./golden/${name}`, import.meta.url);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
  else assert.equal(text, readFileSync(file, 'utf8'));
}
