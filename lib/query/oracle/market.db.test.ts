import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Viewer } from '#lib/auth/viewer.ts';
import { admin } from '#lib/dashboard/test-shop.ts';
import { random } from '#lib/refresh/testing/random.ts';
import { canonical } from '../canonical.ts';
import { askTogether } from './ask.ts';
import { judge, judgeAnswer } from './judge.ts';
import { marketRegistry } from './market-definitions.ts';
import { dailyModel, hourlyModel, monthlyModel, stockModel, topicHourModel, topicModel } from './market-models.ts';
import { fillMarket, marketTables } from './market-rows.ts';
import { type OpenedWarehouse, openWarehouse } from './open-warehouse.ts';
import type { PlainModel } from './plain-model.ts';
import { diceOf, randomQuestion } from './random-question.ts';

/** How many questions each is asked; in the long form 1,000. */
const questions = Number(process.env.SUMMA_QUESTIONS ?? 60);
const seed = Number(process.env.SUMMA_SEED ?? 1);

let opened: OpenedWarehouse;
before(async () => {
  opened = await openWarehouse(marketRegistry, async (pool) => {
    await pool.query(marketTables);
    await fillMarket(pool);
  });
});
after(() => opened?.close());

/** Asks as many questions, and says how many were answered; what differs from the raw rows fails with its question. */
async function asked(
  model: PlainModel,
  viewer: Viewer,
  at: { scope?: Record<string, readonly string[]>; epoch?: number } = {},
): Promise<{ answered: number; refused: Record<string, number> }> {
  const dice = diceOf(random(seed));
  const refused: Record<string, number> = {};
  for (let number = 0; number < questions; number++) {
    const query = canonical(randomQuestion(model, dice));
    const verdict = await judge(opened, model, query, viewer, at);
    if (verdict.kind === 'refused') refused[verdict.why] = (refused[verdict.why] ?? 0) + 1;
    if (verdict.kind === 'different') {
      assert.fail(
        `Question ${number} of seed ${seed}: ${verdict.how.slice(0, 5).join('; ')}\n${JSON.stringify(query)}`,
      );
    }
  }
  return { answered: questions - Object.values(refused).reduce((sum, count) => sum + count, 0), refused };
}

describe('answers are what the raw rows answer', () => {
  const models = { dailyModel, hourlyModel, monthlyModel, stockModel, topicModel, topicHourModel };
  for (const [name, model] of Object.entries(models)) {
    it(`to ${questions} random questions of ${name}`, async (t) => {
      const { answered, refused } = await asked(model, admin);
      t.diagnostic(`${answered} of ${questions} answered, all equal; refused: ${JSON.stringify(refused)}`);
      // Whoever refuses everything is never wrong.
      assert.ok(answered >= 0.9 * questions, JSON.stringify(refused));
    });
  }

  it(`to ${questions} questions of somebody who may read two countries only`, async (t) => {
    const countries = ['KR', "O'Neil"];
    const viewer: Viewer = { ...admin, id: '2', role: 'analyst', attributes: { countries } };
    const { answered, refused } = await asked(topicModel, viewer, { scope: { country: countries } });
    t.diagnostic(`${answered} of ${questions} answered, all equal; refused: ${JSON.stringify(refused)}`);
    assert.ok(answered >= 0.9 * questions, JSON.stringify(refused));
  });

  it('to questions that are asked at once, and answered by one statement where they can be', async () => {
    const dice = diceOf(random(seed));
    for (let number = 0; number < questions / 6; number++) {
      const query = { ...canonical(randomQuestion(dailyModel, dice)), sort: [] };
      const names = dice.some(Object.keys(dailyModel.measures), 3, 6);
      const queries = names.map((name) => canonical({ ...query, measures: [{ name, as: 'value' }] }));
      const answers = await askTogether(opened, queries, admin);
      for (const [index, answer] of answers.entries()) {
        const each = queries[index] ?? query;
        const verdict = await judgeAnswer(opened, dailyModel, each, answer);
        assert.notEqual(
          verdict.kind,
          'different',
          `${JSON.stringify(verdict)} to ${JSON.stringify(each)} among ${names}`,
        );
      }
    }
  });

  it('at an epoch of before and at the newest, when rows have changed', async () => {
    await opened.pool.query(`create table raw.sales_before as select * from raw.sales`);
    await opened.pool.query(`
      delete from raw.sales where customer % 7 = 0;
      update raw.sales set country = 'JP' where country = 'US' and sold_at > '2023-08-01';
      update raw.sales set amount = amount + 1 where size = 1`);
    const epoch = await opened.refresh('market_daily');
    const before = { ...dailyModel, rows: dailyModel.rows.replace('raw.sales', 'raw.sales_before') };
    await asked(before, admin, { epoch });
    await asked(dailyModel, admin);
  });
});
