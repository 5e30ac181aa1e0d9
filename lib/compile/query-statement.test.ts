import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { loadModule } from 'libpg-query';
import { line, number, type Tile, table } from '#lib/definition/tiles.ts';
import { english } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import { mysql } from '#lib/warehouse/mysql/dialect.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import { redshift } from '#lib/warehouse/redshift/dialect.ts';
import { lint } from '#lib/warehouse/redshift/lint.ts';
import { compileQuery } from './query-statement.ts';
import { questionCases } from './testing/question-cases.ts';
import { context, monthly, statementCases } from './testing/statement-cases.ts';
import { type TileContext, tileQuestion } from './testing/tile-question.ts';
import { dailyGeneration, dailySales, monthlySales } from './tile-fixture.ts';

const compiledCases: Record<string, Record<string, (dialect: Dialect) => ReturnType<typeof compileQuery>>> = {};
for (const [feature, cases] of Object.entries(statementCases)) {
  compiledCases[`tile-${feature}`] = mapValues(
    cases,
    ([tile, at]) =>
      (dialect) =>
        tileQuestion(tile, at, dialect),
  );
}
for (const [feature, cases] of Object.entries(questionCases)) {
  compiledCases[`query-${feature}`] = mapValues(
    cases,
    ([query, at]) =>
      (dialect) =>
        compileQuery(query, { ...at, dialect }),
  );
}

describe('compileQuery(query, context)', () => {
  before(() => loadModule());

  for (const dialect of [postgres, redshift, mysql]) {
    for (const [file, cases] of Object.entries(compiledCases)) {
      it(`compiles ${file} as golden/${dialect.name}/${file}.sql says`, () => {
        const written = Object.entries(cases).map(([name, compiledBy]) => {
          const compiled = compiledBy(dialect);
          assert.ok(compiled.ok, compiled.ok ? '' : `${name}: ${compiled.message.key}`);
          const { sql, parameters } = dialect.compile(compiled.query);
          if (dialect === redshift) assert.deepEqual(lint(sql), [], name);
          return `-- ${name}\n-- ${JSON.stringify(parameters)}\n${sql};\n`;
        });
        golden(`${dialect.name}/${file}.sql`, written.join('\n'));
      });
    }
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

function mapValues<A, B>(record: Record<string, A>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
