import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Viewer } from '#lib/auth/viewer.ts';
import { admin } from '#lib/dashboard/test-shop.ts';
import { random } from '#lib/refresh/testing/random.ts';
import { canonical } from '../canonical.ts';
import { judge } from './judge.ts';
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
  scope: Record<string, readonly string[]>,
): Promise<{ answered: number; refused: Record<string, number> }> {
  const dice = diceOf(random(seed));
  const refused: Record<string, number> = {};
  for (let at = 0; at < questions; at++) {
    const query = canonical(randomQuestion(model, dice));
    const verdict = await judge(opened, model, query, viewer, scope);
    if (verdict.kind === 'refused') refused[verdict.why] = (refused[verdict.why] ?? 0) + 1;
    if (verdict.kind === 'different') {
      assert.fail(`Question ${at} of seed ${seed}: ${verdict.how.slice(0, 5).join('; ')}\n${JSON.stringify(query)}`);
    }
  }
  return { answered: questions - Object.values(refused).reduce((sum, count) => sum + count, 0), refused };
}

describe('answers are what the raw rows answer', () => {
  const models = { dailyModel, hourlyModel, monthlyModel, stockModel, topicModel, topicHourModel };
  for (const [name, model] of Object.entries(models)) {
    it(`to ${questions} random questions of ${name}`, async (t) => {
      const { answered, refused } = await asked(model, admin, {});
      t.diagnostic(`${answered} of ${questions} answered, all equal; refused: ${JSON.stringify(refused)}`);
      // Whoever refuses everything is never wrong.
      assert.ok(answered >= 0.9 * questions, JSON.stringify(refused));
    });
  }

  it(`to ${questions} questions of somebody who may read two countries only`, async (t) => {
    const countries = ['KR', "O'Neil"];
    const viewer: Viewer = { ...admin, id: '2', role: 'analyst', attributes: { countries } };
    const { answered, refused } = await asked(topicModel, viewer, { country: countries });
    t.diagnostic(`${answered} of ${questions} answered, all equal; refused: ${JSON.stringify(refused)}`);
    assert.ok(answered >= 0.9 * questions, JSON.stringify(refused));
  });
});
