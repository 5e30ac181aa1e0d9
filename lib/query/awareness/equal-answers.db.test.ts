import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { admin } from '#lib/dashboard/test-shop.ts';
import { viewer } from '#lib/definition/access.ts';
import { average, count, distinct, last, max, ratio, sum } from '#lib/definition/columns.ts';
import { date, hour, month, text, week } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { english } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import { answerPlan, type QueryAnswer } from '#lib/query/ask.ts';
import type { Asker } from '#lib/query/asker.ts';
import { openLoad } from '#lib/query/execution/load.ts';
import { planQuery } from '#lib/query/plan.ts';
import type { Query } from '#lib/query/query.ts';
import { askableQuery } from '#lib/query/testing/askable-query.ts';
import { queryText } from '#lib/query/write-url.ts';
import { random } from '#lib/refresh/testing/random.ts';
import { openShop, orders } from '#lib/refresh/testing/shop.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { pinEpoch } from '../pinned.ts';
import { findCandidates } from './find-candidates.ts';

const from = rowsFrom([orders], (db) =>
  db.selectFrom('raw.orders').select(['ordered_at', 'country', 'amount', 'customer_id']),
);
const given = { topic: 'sales', description: '', from, zone: 'Asia/Seoul', access: { country: viewer.countries } };
const columns = {
  orders: count(),
  revenue: sum('amount', { scale: 2 }),
  largest: max('amount'),
  aov: ratio('revenue', 'orders', { scale: 2 }),
  mean: average('amount', { scale: 2 }),
  latest: last('amount', { scale: 2 }),
};
const byCountry = { country: text() };

const hourly = defineSummary({
  ...given,
  name: 'hourly',
  grain: { hour: hour('ordered_at'), ...byCountry },
  columns: { ...columns, buyers: distinct('customer_id') },
});
const daily = defineSummary({
  ...given,
  name: 'daily',
  grain: { day: date('ordered_at'), ...byCountry },
  columns: { ...columns, buyers: distinct('customer_id') },
});
const weekly = defineSummary({ ...given, name: 'weekly', grain: { week: week('ordered_at'), ...byCountry }, columns });
const monthly = defineSummary({
  ...given,
  name: 'monthly',
  grain: { month: month('ordered_at'), ...byCountry },
  columns: { ...columns, buyers: distinct('customer_id', { companion: false }) },
});
const total = defineSummary({
  ...given,
  name: 'total',
  grain: { month: month('ordered_at') },
  columns,
  access: {},
});
const registry = defineRegistry({ summaries: [hourly, daily, weekly, monthly, total], dashboards: [] });

const limited = { ...admin, id: '2', role: 'analyst' as const, attributes: { countries: ['KR', 'JP'] } };

const questions = Number(process.env.SUMMA_TEST_QUESTIONS ?? 150);
let asker: Asker;

before(async (t) => {
  const shop = await openShop(await testDatabase(), registry);
  assert.ok('after' in t && typeof t.after === 'function');
  t.after(() => shop.drop());
  await shop.pool.query(`
    select setseed(0.7);
    insert into raw.orders
    select n, timestamptz '2023-11-20 00:00+09' + random() * interval '130 days',
           (array['KR', 'JP', 'US', '', null])[1 + floor(random() * 5)::int], round((random() * 90)::numeric, 2), floor(random() * 40)
      from generate_series(1, 1500) as n`);
  for (const { name } of registry.summaries) assert.equal(await shop.refresh({ summary: name }), null);
  const pages = warehousePool('pages', shop.readUrl);
  const warehouse = { pages, exports: warehousePool('exports', shop.readUrl), schema: 'summa' };
  const pinned = await pinEpoch(pages, 'summa', null);
  asker = { registry, viewer: admin, pinned, warehouse, load: openLoad({ viewer: admin, warehouse }) };
});

const askable = {
  from: { topic: 'sales' },
  summaries: registry.summaries,
  values: { country: ['KR', 'JP', '', null] },
  ranges: ['all', '2024-01-01..2024-02-29', '2023-12-04..2024-01-07', 'last-2-months', '2023-12-13..2024-02-02'],
};

/** What an answer says, but for how it was found. */
function said(answer: QueryAnswer): unknown {
  if (!answer.ok) return say(answer.message, english);
  const { columns: heads, values, rows, totals, rest, comparison, truncated } = answer;
  // A time column is called as the summary calls it.
  const names = heads.map(({ key, role }) => (role === 'time' ? '@' : key));
  return { names, values: values.map((cells) => cells.map(plain)), rows, totals, rest, comparison, truncated };
}

/** Sums of sums and sums of rows have the same digits, but not always as many zeros behind. */
const plain = (cell: unknown) =>
  typeof cell === 'string' && /^-?\d+\.\d+$/.test(cell) ? cell.replace(/\.?0+$/, '') : cell;

async function compareAll(query: Query, who: Asker): Promise<number> {
  const plan = await planQuery(query, who);
  if (!plan.ok) return 0;
  const expected = said(await answerPlan(plan, who));
  const can = plan.considered
    .filter(({ reason }) => reason.key.startsWith('awareness.larger'))
    .map(({ summary }) => summary);
  const others = await findCandidates(
    query,
    registry.summaries.filter(({ name }) => can.includes(name)),
    who,
  );
  for (const other of others) {
    assert.ok(other.generation);
    const candidate = { ...other, generation: other.generation };
    const found = said(await answerPlan({ ...plan, candidate }, who));
    assert.deepEqual(found, expected, `${queryText(query)}: ${other.summary.name}, ${plan.candidate.summary.name}`);
  }
  return others.length;
}

describe('every summary that can answer', { timeout: 600_000 }, () => {
  it(`gives the same answer, to ${questions} questions`, async () => {
    const next = random(20261122);
    let [compared, chosen] = [0, new Set<string>()];
    for (let i = 0; i < questions; i++) {
      const query = askableQuery(next, askable);
      const plan = await planQuery(query, asker);
      if (plan.ok) chosen.add(plan.candidate.summary.name);
      compared += await compareAll(query, asker);
    }
    assert.ok(compared > questions / 2, `only ${compared} answers were compared`);
    assert.deepEqual([...chosen].sort(), ['daily', 'hourly', 'monthly', 'total', 'weekly']);
  });

  it('shows a limited viewer their rows and no others', async () => {
    const next = random(3);
    for (let i = 0; i < questions / 3; i++) {
      const query = askableQuery(next, { ...askable, values: {} });
      // What counts last is settled by the rows a viewer may read, not by those a filter leaves.
      if (query.measures.some(({ name }) => name === 'latest')) continue;
      const plan = await planQuery(query, { ...asker, viewer: limited });
      if (!plan.ok) continue;
      assert.notEqual(plan.candidate.summary.name, 'total');
      const filtered: Query = {
        ...query,
        filters: [{ column: 'country', op: 'in', not: false, values: ['JP', 'KR'] }],
      };
      const same = { ...plan, query: filtered, candidate: { ...plan.candidate, scope: 'everything' as const } };
      const found = said(await answerPlan(plan, { ...asker, viewer: limited }));
      assert.deepEqual(found, said(await answerPlan(same, asker)), queryText(query));
    }
  });

  it('gives a limited viewer the same answer too', async () => {
    const next = random(8);
    let compared = 0;
    for (let i = 0; i < questions; i++) {
      compared += await compareAll(askableQuery(next, askable), { ...asker, viewer: limited });
    }
    assert.ok(compared > questions / 4, `only ${compared} answers were compared`);
  });

  it('is tried before it is named as what would answer', async () => {
    const next = random(11);
    let refused = 0;
    for (let i = 0; i < questions; i++) {
      const plan = await planQuery(askableQuery(next, askable), asker);
      if (plan.ok || 'invalid' in plan || !plan.instead) continue;
      refused += 1;
      const way = await planQuery(plan.instead, asker);
      assert.ok(way.ok, queryText(plan.instead));
    }
    assert.ok(refused > 0);
  });
});
