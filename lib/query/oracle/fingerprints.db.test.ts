import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fingerprint, parse } from 'libpg-query';
import { compileQuery } from '#lib/compile/query-statement.ts';
import type { Scope } from '#lib/compile/scope.ts';
import { random } from '#lib/refresh/testing/random.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import { type Pinned, pinEpoch } from '../pinned.ts';
import type { Query, QueryFilter } from '../query.ts';
import { marketRegistry } from './market-definitions.ts';
import { dailyModel, hourlyModel, monthlyModel, stockModel } from './market-models.ts';
import { fillMarket, marketTables } from './market-rows.ts';
import { nastyTexts } from './nasty-text.ts';
import { type OpenedWarehouse, openWarehouse } from './open-warehouse.ts';
import { type Dice, diceOf, randomQuestion } from './random-question.ts';

/** How many questions are compiled, each with four sets of values; the long form is 2,000. */
const questions = Number(process.env.SUMMA_FINGERPRINTS ?? 200);

let opened: OpenedWarehouse;
let pinned: Pinned;
before(async () => {
  opened = await openWarehouse(marketRegistry, async (pool) => {
    await pool.query(marketTables);
    await fillMarket(pool);
  });
  pinned = await pinEpoch(opened.warehouse.pages, 'summa', null);
});
after(() => opened?.close());

type Sent = { text: string; parameters: readonly string[] } | { refused: string };

function sent(query: Query, scope: Scope, day: string): Sent {
  const name = 'summary' in query.from ? query.from.summary : '';
  const generation = pinned.generations.get(name);
  assert.ok(generation);
  const days = query.range === null ? null : { from: day, to: day };
  const compared = query.compare === null ? null : { from: day, to: day };
  const context = { dialect: postgres, schema: 'summa', generation, epoch: 1, scope, days, compared };
  const compiled = compileQuery(query, context);
  if (!compiled.ok) return { refused: compiled.message.key };
  const { sql, parameters } = postgres.compile(compiled.query);
  return { text: sql, parameters };
}

/** The same question about other values: as many as can be, and none as it was. */
function withOtherValues(query: Query, dice: Dice): Query {
  const other = (filter: QueryFilter): QueryFilter => {
    const text = dice.pick(nastyTexts);
    switch (filter.op) {
      case 'in': {
        const many = dice.pick([1, 2, 10, 1_000]);
        const values = Array.from({ length: many }, (_, index) =>
          index < 2 ? text : `${dice.pick(nastyTexts)}${index}`,
        );
        return { ...filter, values: dice.chance(0.2) ? [...values, null] : values };
      }
      case 'between':
        return { ...filter, from: filter.from && text, to: filter.to && dice.pick(nastyTexts) };
      default:
        return { ...filter, text };
    }
  };
  return { ...query, filters: query.filters.map(other) };
}

const textOf = (query: Query, scope: Scope, day: string): string => {
  const statement = sent(query, scope, day);
  return 'text' in statement ? statement.text : statement.refused;
};

const shapeOf = async (query: Query, scope: Scope, day: string): Promise<string> => {
  const statement = sent(query, scope, day);
  if ('refused' in statement) return statement.refused;
  const { stmts = [] } = await parse(statement.text);
  assert.equal(stmts.length, 1, statement.text);
  assert.ok(stmts[0]?.stmt && 'SelectStmt' in stmts[0].stmt, statement.text);
  return fingerprint(statement.text);
};

describe('a statement has the shape of its question, whatever the values', () => {
  it(`for ${questions} random questions with four sets of values each`, async (t) => {
    const dice = diceOf(random(11));
    const shapes = new Set<string>();
    let compared = 0;
    for (let at = 0; at < questions; at++) {
      const query = randomQuestion(dice.pick([dailyModel, hourlyModel, monthlyModel, stockModel]), dice);
      const limited = dice.chance(0.3) && !('summary' in query.from && query.from.summary === 'stock_daily');
      const scope = (values: readonly string[]): Scope => (limited ? [{ column: 'country', values }] : 'everything');
      const shape = await shapeOf(query, scope(['KR']), '2024-01-01');
      shapes.add(shape);
      for (let set = 0; set < 4; set++) {
        const other = withOtherValues(query, dice);
        const values = dice.some(nastyTexts, 0, nastyTexts.length);
        const changed = await shapeOf(other, scope(values), '0999-12-31');
        // A bound that is no value of its column is refused before there is a statement.
        if (changed === 'refusal.bound') continue;
        assert.equal(changed, shape, JSON.stringify(other).slice(0, 2_000));
        compared += 1;
        // A fingerprint forgives constants; the text forgives nothing.
        assert.deepEqual(textOf(other, scope(values), '0999-12-31'), textOf(query, scope(['KR']), '2024-01-01'));
      }
    }
    t.diagnostic(`${questions} questions have ${shapes.size} shapes, the same in ${compared} sets of other values`);
    assert.ok(compared > questions * 3);
    assert.ok(shapes.size > questions / 10);
  });

  it('and no statement holds a word of what was asked', () => {
    const canary = 'zqxjkvbp';
    const dice = diceOf(random(12));
    for (let at = 0; at < questions; at++) {
      const query = randomQuestion(dailyModel, dice);
      const filters = query.filters.map((filter): QueryFilter => {
        if (filter.op === 'in') return { ...filter, values: [canary] };
        return filter.op === 'between' ? { ...filter, from: canary, to: canary } : { ...filter, text: canary };
      });
      const statement = sent({ ...query, filters }, [{ column: 'country', values: [canary] }], '2024-01-01');
      if ('text' in statement) assert.ok(!statement.text.includes(canary), statement.text);
    }
  });
});
