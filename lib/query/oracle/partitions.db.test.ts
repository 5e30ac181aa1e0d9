import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { admin } from '#lib/dashboard/test-shop.ts';
import { random } from '#lib/refresh/testing/random.ts';
import { canonical } from '../canonical.ts';
import type { Query, QueryFilter } from '../query.ts';
import { ask } from './ask.ts';
import { add, compareDecimals, type Decimal } from './decimal.ts';
import { answeredRows } from './differences.ts';
import { marketRegistry } from './market-definitions.ts';
import { dailyModel, hourlyModel, monthlyModel, stockModel } from './market-models.ts';
import { fillMarket, marketTables } from './market-rows.ts';
import { type OpenedWarehouse, openWarehouse } from './open-warehouse.ts';
import type { PlainModel } from './plain-model.ts';
import { type Dice, diceOf, randomFilter, randomQuestion } from './random-question.ts';

/** How many filters are tried; the long form is 2,000. */
const filters = Number(process.env.SUMMA_FILTERS ?? 200);

let opened: OpenedWarehouse;
before(async () => {
  opened = await openWarehouse(marketRegistry, async (pool) => {
    await pool.query(marketTables);
    await fillMarket(pool);
  });
});
after(() => opened?.close());

/** Levels add up over every dimension but time. */
const adds = new Set<string | undefined>(['sum', 'last']);

/** A question of measures that add up, whole: of fewer rows than are shown, without a limit or a pivot, of plain values. */
function adding(model: PlainModel, dice: Dice): Query {
  const query = randomQuestion(model, dice);
  const names = Object.keys(model.measures).filter((name) => adds.has(model.measures[name]?.kind));
  const whole = {
    pivot: [],
    sort: [],
    limit: null,
    pivotLimit: null,
    others: false,
    totals: 'none',
    compare: null,
  } as const;
  const dimensions = query.dimensions.slice(0, 2);
  // Sales by day and anything else are more rows than are shown.
  const isFine = query.grain === 'hour' || query.grain === 'day';
  const grain = dimensions.includes('@') ? (isFine ? 'week' : query.grain) : null;
  return {
    ...query,
    ...whole,
    dimensions,
    grain,
    filters: query.filters.slice(0, 1),
    measures: dice.some(names, 1, 3).map((name) => ({ name, as: 'value' })),
  };
}

/** What an answer adds up to, by group and measure. */
async function totals(query: Query): Promise<Map<string, Decimal>> {
  const answer = await ask(opened, canonical(query), admin);
  assert.ok(answer.ok && !answer.truncated, JSON.stringify([answer, query]).slice(0, 1_000));
  const found = new Map<string, Decimal>();
  for (const { key, values } of answeredRows(answer.values, answer.rows, canonical(query))) {
    for (const [index, value] of values.entries()) {
      if (value && value.digits !== 0n) found.set(`${JSON.stringify(key)} ${query.measures[index]?.name}`, value);
    }
  }
  return found;
}

function sumOf(parts: readonly Map<string, Decimal>[]): Map<string, Decimal> {
  const sum = new Map<string, Decimal>();
  for (const part of parts)
    for (const [key, value] of part) sum.set(key, add(sum.get(key) ?? { digits: 0n, scale: 0 }, value));
  return new Map([...sum].filter(([, value]) => value.digits !== 0n));
}

function assertEqual(parts: Map<string, Decimal>, all: Map<string, Decimal>, what: string): void {
  const wrong = [...new Set([...parts.keys(), ...all.keys()])].filter((key) => {
    const [a, b] = [parts.get(key), all.get(key)];
    return !a || !b || compareDecimals(a, b) !== 0;
  });
  assert.deepEqual(wrong, [], what);
}

describe('the parts of a filter add up to everything', () => {
  it(`f(p) + f(not p) and f(p) + f(not p and not null) + f(null), for ${filters} random filters`, async (t) => {
    const dice = diceOf(random(3));
    let [halves, thirds] = [0, 0];
    for (let at = 0; at < filters; at++) {
      const model = dice.pick([dailyModel, dailyModel, hourlyModel, monthlyModel, stockModel]);
      const query = { ...adding(model, dice), range: null };
      const column = dice.pick(Object.keys(model.dimensions));
      const filter = { ...randomFilter(model, column, dice), not: false };
      const under = (...more: QueryFilter[]) => totals({ ...query, filters: [...query.filters, ...more] });
      const all = await under();
      const what = JSON.stringify([filter, query]);
      assertEqual(sumOf([await under(filter), await under({ ...filter, not: true })]), all, what);
      halves += 1;
      const missing: QueryFilter = { column, op: 'in', not: false, values: [null] };
      if (filter.op !== 'in' || filter.values.includes(null)) continue;
      const others: QueryFilter = { ...filter, not: true, values: [...filter.values, null] };
      assertEqual(sumOf([await under(filter), await under(others), await under(missing)]), all, what);
      thirds += 1;
    }
    t.diagnostic(`${halves} filters and their opposites add up, ${thirds} with the rows without a value apart`);
    assert.ok(halves === filters && thirds > filters / 5);
  });
});
