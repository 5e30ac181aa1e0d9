import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type pg from 'pg';
import { random } from '#lib/refresh/testing/random.ts';
import { type TestDatabase, testDatabase } from '#lib/server/test-database.ts';
import { dailyModel, hourlyModel, monthlyModel, stockModel } from './market-models.ts';
import { fillMarket, marketTables } from './market-rows.ts';
import { type PlainQuestion, plainSql } from './plain-sql.ts';
import { diceOf, randomQuestion } from './random-question.ts';

let database: TestDatabase;
let pool: pg.Pool;
before(async () => {
  database = await testDatabase();
  pool = database.pool;
  await pool.query(marketTables);
  await fillMarket(pool);
});
after(() => database.drop());

const rows = async (text: string) => (await pool.query<string[]>({ text, rowMode: 'array' })).rows;

describe('the oracle', () => {
  it('has an answer to every random question', async () => {
    const dice = diceOf(random(1));
    for (const model of [dailyModel, hourlyModel, monthlyModel, stockModel]) {
      for (let at = 0; at < 60; at++) {
        const query = randomQuestion(model, dice);
        const question: PlainQuestion = { model, query, days: null, compared: null, scope: {} };
        await rows(
          plainSql(
            question,
            query.dimensions,
            query.measures.map(({ name }) => name),
          ),
        );
      }
    }
  });

  it('counts every row once, on the day it has in Santiago', async () => {
    const query = {
      ...randomQuestion(dailyModel, diceOf(random(2))),
      dimensions: ['@'],
      grain: 'day',
      filters: [],
    } as const;
    const byDay = await rows(
      plainSql({ model: dailyModel, query, days: null, compared: null, scope: {} }, ['@'], ['orders']),
    );
    assert.equal(
      byDay.reduce((sum, [, orders]) => sum + Number(orders), 0),
      Number((await rows('select count(*) from raw.sales'))[0]?.[0]),
    );
    // 03:30 UTC is half past eleven of the day before: the clocks had gone back at midnight.
    const [edge] = await rows(
      `select to_char(timestamptz '2023-04-02T03:30:00Z' at time zone 'America/Santiago', 'YYYY-MM-DD')`,
    );
    assert.deepEqual(edge, ['2023-04-01']);
  });

  it('adds up what is in stock at the last count only', async () => {
    const query = {
      ...randomQuestion(stockModel, diceOf(random(2))),
      dimensions: ['@'],
      grain: 'month',
      filters: [],
    } as const;
    const byMonth = await rows(
      plainSql({ model: stockModel, query, days: null, compared: null, scope: {} }, ['@'], ['units']),
    );
    for (const [month, units] of byMonth) {
      const [last] = await rows(`select sum(units)::text from raw.stock where counted_at = (
        select max(counted_at) from raw.stock where to_char(counted_at at time zone 'Asia/Kathmandu', 'YYYY-MM-01') = '${month}')`);
      assert.equal(units, last?.[0]);
    }
    assert.ok(byMonth.length >= 6);
  });
});
