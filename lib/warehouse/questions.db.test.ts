import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { loadModule } from 'libpg-query';
import type { Days } from '#lib/calendar/day.ts';
import { availableDaysQuery } from '#lib/compile/available-days.ts';
import { choiceValuesQuery } from '#lib/compile/choice-values.ts';
import type { CompiledQuestion } from '#lib/compile/query-context.ts';
import { compileQuery } from '#lib/compile/query-statement.ts';
import { rowsOfGeneration } from '#lib/compile/read.ts';
import type { Generation } from '#lib/compile/stored.ts';
import { marketRegistry } from '#lib/query/oracle/market-definitions.ts';
import { dailyModel, hourlyModel, monthlyModel, stockModel } from '#lib/query/oracle/market-models.ts';
import { fillMarket, marketTables } from '#lib/query/oracle/market-rows.ts';
import { openWarehouse } from '#lib/query/oracle/open-warehouse.ts';
import { type Dice, diceOf, randomQuestion } from '#lib/query/oracle/random-question.ts';
import { pinEpoch } from '#lib/query/pinned.ts';
import type { Query } from '#lib/query/query.ts';
import { random } from '#lib/refresh/testing/random.ts';
import type { Dialect, Piece } from './dialect.ts';
import { mysql } from './mysql/dialect.ts';
import { copyRelation } from './mysql/testing/copy-relation.ts';
import { mariadbMissing } from './mysql/testing/mariadb-programs.ts';
import { testMariadb } from './mysql/testing/test-mariadb.ts';
import { postgres } from './postgres/dialect.ts';
import { redshift } from './redshift/dialect.ts';
import { lint } from './redshift/lint.ts';
import { assertSameRows, type CellKind, postgresRows, type TextRows } from './testing/cells.ts';

/** How many questions are asked of both; the long form is 1,500. */
const questions = Number(process.env.SUMMA_DIALECT_QUESTIONS ?? 200);

const models = [dailyModel, hourlyModel, monthlyModel, stockModel];

describe('a question', { skip: mariadbMissing() }, () => {
  it(`has the same rows in each of ${questions} cases, whichever database it is asked of`, async (t) => {
    const { generations, epoch, ask } = await openMarkets(t);
    const dice = diceOf(random(31));
    let asked = 0;
    let found = 0;
    let refused = 0;
    while (asked < questions) {
      const query = withSecondTime(randomQuestion(dice.pick(models), dice), dice);
      const generation = generations.get('summary' in query.from ? query.from.summary : '');
      assert.ok(generation);
      const scope =
        dice.chance(0.2) && generation.summary !== 'stock_daily' ? someCountries(dice) : ('everything' as const);
      const at = dice.chance(0.2) ? ('current' as const) : epoch;
      const context = { schema: 'summa', generation, epoch: at, scope, ...someDays(query, dice) };
      const compiled = compileQuery(query, { ...context, dialect: postgres });
      if (!compiled.ok) {
        refused += 1;
        assert.ok(refused < questions / 2, `${refused} questions were refused, the last by ${compiled.message.key}`);
        continue;
      }
      const what = JSON.stringify({ query, ...context, generation: undefined });
      const write = (dialect: Dialect) => {
        const written = compileQuery(query, { ...context, dialect });
        assert.ok(written.ok);
        return written.query;
      };
      const rows = await ask(what, kindsOf(compiled), write, arrangedBy(compiled));
      asked += 1;
      if (rows > 0) found += 1;
    }
    t.diagnostic(`${asked} questions were answered alike by all, ${found} with rows; ${refused} more were refused`);
    assert.ok(found >= asked * 0.7, `only ${found} found rows`);

    await t.test('and so have the days and the values a page offers', async () => {
      for (const generation of generations.values()) {
        const at = { schema: 'summa', generation, epoch, scope: 'everything' } as const;
        const days = await ask(`days of ${generation.summary}`, ['text', 'text'], (dialect) =>
          required(availableDaysQuery({ ...at, dialect })),
        );
        assert.equal(days, 1);
        for (const { name, role } of rowsOfGeneration(generation).columns) {
          if (role === 'measure') continue;
          const values = await ask(`values of ${name}`, ['text', 'number'], (dialect) =>
            required(choiceValuesQuery(name, 1_000, { ...at, dialect })),
          );
          assert.ok(values > 1);
        }
      }
    });
  });
});

/** Asks a statement of PostgreSQL, and of the others what it is in theirs; answers how many rows all of them found. */
type Ask = (
  what: string,
  kinds: readonly CellKind[],
  write: (dialect: Dialect) => Piece,
  arranged?: (rows: TextRows) => TextRows,
) => Promise<number>;

type Markets = { generations: ReadonlyMap<string, Generation>; epoch: number; ask: Ask };

/** A market built by the engine, of whose rows a part was replaced later, so that closed rows are read, too; and its copy. */
async function openMarkets(t: TestContext): Promise<Markets> {
  await loadModule();
  const opened = await openWarehouse(marketRegistry, async (pool) => {
    await pool.query(marketTables);
    await fillMarket(pool);
  });
  t.after(() => opened.close());
  const { generations, epoch } = await pinEpoch(opened.warehouse.pages, 'summa', null);
  for (const { relations } of generations.values()) {
    for (const { current, closed, columns } of relations) {
      const names = [...columns.map(({ name }) => `"${name}"`), '_from'].join(', ');
      const { rowCount } = await opened.pool.query(
        `with gone as (delete from summa."${current}" where ctid in (select ctid from summa."${current}" tablesample bernoulli (20) repeatable (7)) returning ${names})
         insert into summa."${closed}" (${names}, _to) select ${names}, $1 from gone`,
        [epoch + 1],
      );
      assert.ok(rowCount);
    }
  }
  const mariadb = await testMariadb(t);
  for (const { relations } of generations.values()) {
    for (const relation of relations) await copyRelation(opened.pool, mariadb, relation);
  }
  const ask: Ask = async (what, kinds, write, arranged = (rows) => rows) => {
    const expected = arranged(await postgresRows(opened.pool, postgres.compile(write(postgres))));
    const inRedshift = redshift.compile(write(redshift));
    assert.deepEqual(lint(inRedshift.sql), [], `${what}\n${inRedshift.sql}`);
    assertSameRows(arranged(await postgresRows(opened.pool, inRedshift)), expected, kinds, `redshift ${what}`);
    assertSameRows(arranged(await mariadb.rows(mysql.compile(write(mysql)))), expected, kinds, `mysql ${what}`);
    return expected.length;
  };
  return { generations, epoch, ask };
}

function required(query: Piece | null): Piece {
  assert.ok(query);
  return query;
}

/** Rows that only say which buckets there are come in any order, after all others of their period. */
function arrangedBy({ groups, measures, hidden, marked }: CompiledQuestion): (rows: TextRows) => TextRows {
  const level = groups.length + measures.length + hidden.indexOf('_level');
  const isMark = (row: TextRows[number]) => marked !== null && row[level] === String(marked);
  const byText = (a: TextRows[number], b: TextRows[number]) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  return (rows) => [...rows.filter((row) => !isMark(row)), ...rows.filter(isMark).sort(byText)];
}

function kindsOf({ groups, measures, hidden }: CompiledQuestion): CellKind[] {
  return [
    ...groups.map(({ sqlType }): CellKind => {
      if (sqlType === 'boolean' || sqlType === 'text') return sqlType;
      return /^(date|timestamp)/.test(sqlType) ? 'moment' : 'number';
    }),
    ...measures.map(
      ({ additivity, as }): CellKind => (additivity === 'ratio' || as !== 'value' ? 'quotient' : 'number'),
    ),
    ...hidden.map((): CellKind => 'number'),
  ];
}

/** Sometimes the time column stands a second time, at a coarser bucket. */
function withSecondTime(query: Query, dice: Dice): Query {
  const name = 'summary' in query.from && { market_hourly: 'hour', market_monthly: 'month' }[query.from.summary];
  if (!query.dimensions.includes('@') || query.pivot.length > 0 || !dice.chance(0.2)) return query;
  return { ...query, dimensions: [...query.dimensions, `${name || 'day'}@${dice.pick(['quarter', 'year'])}`] };
}

/**
 * Days around those with rows, and as many before them to compare with. All days are asked for in wide buckets only: MariaDB
 * takes a minute for the windows over each hour of a year.
 */
function someDays(query: Query, dice: Dice): { days: Days | null; compared: Days | null } {
  const narrow = query.grain === 'hour' || query.grain === 'day';
  if (query.range === null && !narrow) return { days: null, compared: null };
  const from = dayAfter('2023-03-01', dice.whole(400));
  const length = dice.pick(narrow ? [0, 6, 30] : [0, 6, 30, 200]);
  const days = { from, to: dayAfter(from, length) };
  const compared = { from: dayAfter(from, -length - 1), to: dayAfter(from, -1) };
  return { days, compared: query.compare === null ? null : compared };
}

function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

function someCountries(dice: Dice): [{ column: string; values: string[] }] {
  return [{ column: 'country', values: dice.some(['KR', 'JP', "O'Neil", 'a\\b', '한국', '', '{x}'], 1, 5) }];
}
