import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Days } from '#lib/calendar/day.ts';
import { type Shop, testShop } from '#lib/dashboard/test-shop.ts';
import type { Query } from '#lib/query/query.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import { compileQuery } from './query-statement.ts';
import { question, seeded } from './testing/random-question.ts';
import { expected, found, type RawRow } from './testing/raw-answer.ts';
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

async function check(query: Query, what: string): Promise<void> {
  const context = {
    dialect: postgres,
    schema: 'summa',
    generation: dailyGeneration,
    epoch: 3,
    scope: 'everything',
  } as const;
  const compiled = compileQuery(query, { ...context, days, compared: query.compare ? compared : null });
  assert.ok(compiled.ok, compiled.ok ? '' : `${what}: ${compiled.message.key}`);
  const { sql, parameters } = postgres.compile(compiled.query);
  const { rows } = await shop.warehouse.pages.query<unknown[]>({
    text: sql,
    values: [...parameters],
    rowMode: 'array',
  });
  assert.deepEqual(
    found(query, compiled, rows),
    expected(query, raw, days, query.compare ? compared : null),
    `${what}\n${sql}`,
  );
}

describe('compileQuery(query, context) with totals and others, against the raw rows', () => {
  it('answers 300 random questions of levels', async () => {
    const random = seeded(11);
    for (let at = 0; at < Number(process.env.SUMMA_RANDOM ?? 300); at++) {
      const query = question(random);
      await check(query, `question ${at} ${JSON.stringify(query)}`);
    }
  });
});
