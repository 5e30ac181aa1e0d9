import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { loadModule } from 'libpg-query';
import type { Days } from '#lib/calendar/day.ts';
import type { CompiledQuestion, QueryContext } from '#lib/compile/query-context.ts';
import { compileQuery } from '#lib/compile/query-statement.ts';
import type { Generation } from '#lib/compile/stored.ts';
import { pinEpoch } from '#lib/dashboard/pinned.ts';
import { marketRegistry } from '#lib/query/oracle/market-definitions.ts';
import { dailyModel, hourlyModel, monthlyModel, stockModel } from '#lib/query/oracle/market-models.ts';
import { fillMarket, marketTables } from '#lib/query/oracle/market-rows.ts';
import { type OpenedWarehouse, openWarehouse } from '#lib/query/oracle/open-warehouse.ts';
import { type Dice, diceOf, randomQuestion } from '#lib/query/oracle/random-question.ts';
import type { Query } from '#lib/query/query.ts';
import { random } from '#lib/refresh/testing/random.ts';
import type { Dialect } from './dialect.ts';
import { mysql } from './mysql/dialect.ts';
import { copyRelation } from './mysql/testing/copy-relation.ts';
import { mariadbMissing } from './mysql/testing/mariadb-programs.ts';
import { testMariadb } from './mysql/testing/test-mariadb.ts';
import { postgres } from './postgres/dialect.ts';
import { redshift } from './redshift/dialect.ts';
import { lint } from './redshift/lint.ts';
import { assertSameRows, type CellKind, postgresRows } from './testing/cells.ts';

/** How many questions are asked of both; the long form is 5,000. */
const questions = Number(process.env.SUMMA_DIALECT_QUESTIONS ?? 300);

const models = [dailyModel, hourlyModel, monthlyModel, stockModel];

describe('a question', { skip: mariadbMissing() }, () => {
  it(`has the same rows in each of ${questions} cases, whichever database it is asked of`, async (t) => {
    await loadModule();
    const { pool, generations, epoch } = await openMarket(t);
    const mariadb = await testMariadb(t);
    for (const { relations } of generations.values()) {
      for (const relation of relations) await copyRelation(pool, mariadb, relation);
    }

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
      const inPostgres = statement(query, context, postgres);
      if (!inPostgres.ok) {
        refused += 1;
        assert.ok(refused < questions / 2, `${refused} questions were refused, the last by ${inPostgres.message.key}`);
        continue;
      }
      const inRedshift = statement(query, context, redshift);
      const inMysql = statement(query, context, mysql);
      assert.ok(inRedshift.ok && inMysql.ok);

      const what = JSON.stringify({ query, days: context.days, compared: context.compared });
      const kinds = kindsOf(inPostgres);
      const expected = await postgresRows(pool, inPostgres.sent);
      assert.deepEqual(lint(inRedshift.sent.sql), [], `${what}\n${inRedshift.sent.sql}`);
      assertSameRows(await postgresRows(pool, inRedshift.sent), expected, kinds, `redshift ${what}`);
      assertSameRows(await mariadb.rows(inMysql.sent), expected, kinds, `mysql ${what}`);
      asked += 1;
      if (expected.length > 0) found += 1;
    }
    t.diagnostic(`${asked} questions were answered alike by all, ${found} with rows; ${refused} more were refused`);
    assert.ok(found >= asked * 0.7, `only ${found} found rows`);
  });
});

type Market = { pool: OpenedWarehouse['pool']; generations: ReadonlyMap<string, Generation>; epoch: number };

/** A market built by the engine, of whose rows a part was replaced later, so that closed rows are read, too. */
async function openMarket(t: TestContext): Promise<Market> {
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
  return { pool: opened.pool, generations, epoch };
}

function statement(query: Query, context: Omit<QueryContext, 'dialect'>, dialect: Dialect) {
  const compiled = compileQuery(query, { ...context, dialect });
  return compiled.ok ? { ...compiled, sent: dialect.compile(compiled.query) } : compiled;
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
