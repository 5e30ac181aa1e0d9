import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Days } from '#lib/calendar/day.ts';
import { type Shop, testShop } from '#lib/dashboard/test-shop.ts';
import type { Query } from '#lib/query/query.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import { compileQuery } from './query-statement.ts';
import type { Generation } from './stored.ts';
import { question, seeded } from './testing/random-question.ts';
import { expected, found } from './testing/raw-answer.ts';
import type { RawRow } from './testing/raw-rows.ts';
import { dailyGeneration } from './tile-fixture.ts';

const closing: (() => Promise<void>)[] = [];
let shop: Shop;
let raw: RawRow[];
before(async () => {
  shop = await testShop({ after: (fn) => closing.push(fn) });
  const { rows } = await shop.pool.query<RawRow>(
    `select ordered_on::text as day, country, channel, size, customer::text, amount::text from raw where epoch = 3`,
  );
  raw = rows;
});
after(async () => {
  for (const close of closing) await close();
});

const days: Days = { from: '2023-05-01', to: '2023-12-31' };
const compared: Days = { from: '2023-01-01', to: '2023-04-30' };

const context = { dialect: postgres, schema: 'summa', epoch: 3, scope: 'everything' } as const;

async function check(query: Query, what: string, generation = dailyGeneration, last: string | null = null) {
  const periods = { days, compared: query.compare ? compared : null };
  const compiled = compileQuery(query, { ...context, generation, ...periods });
  if (!compiled.ok) return compiled.message.key;
  const { sql, parameters } = postgres.compile(compiled.query);
  const { rows } = await shop.warehouse.pages.query<unknown[]>({
    text: sql,
    values: [...parameters],
    rowMode: 'array',
  });
  const answer = expected(query, raw, days, periods.compared, last);
  assert.deepEqual(found(query, compiled, rows), answer, `${what}\n${sql}`);
  return null;
}

const questions = Number(process.env.SUMMA_RANDOM ?? 120);

describe('compileQuery(query, context) with totals, others and shares, against the raw rows', () => {
  it('answers random questions', async () => {
    const random = seeded(11);
    for (let at = 0; at < questions; at++) {
      const query = question(random);
      assert.equal(await check(query, `question ${at} ${JSON.stringify(query)}`), null);
    }
  });

  it('counts a level only at its last moment, in each bucket and over all', async () => {
    const random = seeded(5);
    const refused = new Map<string, number>();
    for (let at = 0; at < questions; at++) {
      const asked = question(random);
      const measures = asked.measures.filter(({ name }) => name !== 'aov' && name !== 'spend');
      const orders = { name: 'orders', as: 'value' } as const;
      const others = measures.filter(({ name, as }) => name !== 'orders' || as !== 'value');
      const query: Query = { ...asked, measures: [orders, ...others] };
      const key = await check(query, `question ${at} ${JSON.stringify(query)}`, levelGeneration, 'revenue');
      if (key) refused.set(key, (refused.get(key) ?? 0) + 1);
    }
    const total = [...refused.values()].reduce((sum, count) => sum + count, 0);
    assert.deepEqual(
      [...refused.keys()].filter((key) => !/shareOfLast|lastOthers/.test(key)),
      [],
    );
    assert.ok(total < questions / 4 + 2, `${total} of ${questions} were refused`);
  });

  it('leaves filters out of what the last moment is, so that parts add up', async () => {
    const units = (filters: Query['filters']) => ask({ filters, measures: [{ name: 'revenue', as: 'value' }] });
    const all = await units([]);
    const one = await units([{ column: 'country', op: 'in', not: false, values: ['KR'] }]);
    const other = await units([{ column: 'country', op: 'in', not: true, values: ['KR'] }]);
    assert.equal(cents(all) - cents(one), cents(other));
    assert.notEqual(all, null);
  });

  it('keeps the rows that grew most, of both periods', async () => {
    const growth = { name: 'revenue', as: 'growth' } as const;
    const sort = [{ by: 'revenue:growth', descending: true }];
    const query: Query = {
      ...question(seeded(1)),
      ...plainNumber,
      filters: [],
      dimensions: ['channel'],
      measures: [growth],
      compare: 'previous period',
      sort,
      limit: 4,
    };
    const compiled = compileQuery(query, { ...context, generation: dailyGeneration, days, compared });
    assert.ok(compiled.ok);
    const { sql, parameters } = postgres.compile(compiled.query);
    const { rows } = await shop.warehouse.pages.query<unknown[]>({
      text: sql,
      values: [...parameters],
      rowMode: 'array',
    });
    const total = (from: string, to: string) => `sum(amount) filter (where ordered_on between '${from}' and '${to}')`;
    const [now, before] = [total(days.from, days.to), total(compared.from, compared.to)];
    const { rows: grown } = await shop.pool.query<{ channel: string; now: string; before: string }>(
      `select channel, ${now}::text as now, ${before}::text as before from raw where epoch = 3 group by 1
        order by (coalesce(${now}, 0) - coalesce(${before}, 0)) / abs(nullif(${before}, 0)) desc nulls last, 1 limit 4`,
    );
    const of = (period: number) => rows.filter((row) => Number(row[2]) === period).map((row) => [row[0], row[1]]);
    assert.deepEqual(
      of(0),
      grown.map((row) => [row.channel, row.now]),
    );
    assert.deepEqual(
      of(1),
      grown.map((row) => [row.channel, row.before]),
    );
  });

  /** One number, with a measure that counts only at its last moment. */
  async function ask(part: Partial<Query>): Promise<unknown> {
    const query: Query = { ...question(seeded(1)), ...plainNumber, ...part };
    const compiled = compileQuery(query, { ...context, generation: levelGeneration, days, compared: null });
    assert.ok(compiled.ok);
    const { sql, parameters } = postgres.compile(compiled.query);
    const { rows } = await shop.warehouse.pages.query<unknown[]>({
      text: sql,
      values: [...parameters],
      rowMode: 'array',
    });
    return rows[0]?.[0] ?? null;
  }
});

const cents = (cell: unknown) => (cell === null ? 0n : BigInt(String(cell).replace('.', '')));

const plainNumber: Pick<Query, 'dimensions' | 'grain' | 'pivot' | 'sort' | 'limit' | 'totals' | 'others' | 'compare'> =
  {
    dimensions: [],
    grain: null,
    pivot: [],
    sort: [],
    limit: null,
    totals: 'none',
    others: false,
    compare: null,
  };

/** The same rows, read as if revenue were a level such as units in stock. */
const levelGeneration: Generation = {
  ...dailyGeneration,
  ratios: [],
  relations: dailyGeneration.relations.map((relation) => ({
    ...relation,
    columns: relation.columns.map((column) => (column.name === 'revenue' ? { ...column, additivity: 'last' } : column)),
  })),
};
