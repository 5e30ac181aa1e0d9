import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { average, count, distinct, last, max, min, ratio, sum } from '#lib/definition/columns.ts';
import { boolean, date, hour, integer, month, text, week } from '#lib/definition/grain.ts';
import { defineSource } from '#lib/definition/source.ts';
import {
  type AnySummary,
  defineSummary,
  definitionOf,
  rowsFrom,
  rowsOf,
  type SummaryDefinition,
} from '#lib/definition/summary.ts';
import { buildRelation, sourceRows } from './build.ts';
import { physicalPlan, storedTypes } from './physical.ts';
import { statement } from './statement.ts';

const orders = defineSource({
  name: 'orders',
  table: 'shop.orders',
  columns: {
    at: 'timestamptz',
    country: 'text',
    amount: 'numeric(12,2)',
    weight: 'real',
    customer: 'uuid',
    paid: 'boolean',
  },
});
const from = rowsFrom([orders], (db) => db.selectFrom('shop.orders').selectAll());
const types = {
  at: 'timestamp with time zone',
  country: 'character varying(20)',
  amount: 'numeric(12,2)',
  weight: 'real',
  customer: 'uuid',
  paid: 'boolean',
};
const sales = defineSummary({
  name: 'sales',
  description: '',
  from,
  grain: { day: date('at'), country: text() },
  columns: {
    orders: count(),
    revenue: sum('amount'),
    weight: sum('weight', { scale: 3 }),
    last: max('at'),
    aov: ratio('revenue', 'orders'),
    buyers: distinct('customer'),
  },
  refresh: { by: 'day' },
  zone: 'Asia/Seoul',
});

function planned(summary: AnySummary, rowTypes: Record<string, string> = types) {
  const result = physicalPlan(definitionOf(summary), rowTypes);
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.problems));
  return result.plan;
}

const byMonth = {
  by: 'month',
  lookBack: 0,
  every: null,
  cron: null,
  zone: null,
  keep: '30 days',
  when: null,
  onChange: 'publish' as const,
} as const;
const whole = {
  by: null,
  lookBack: 0,
  every: null,
  cron: null,
  zone: null,
  keep: '30 days',
  when: null,
  onChange: 'publish' as const,
};

/** What is wrong with a definition that the type checker would not have let through; warehouses change after it. */
function problemsOf(given: Partial<SummaryDefinition>): string[] {
  const right = { ...definitionOf(sales), grain: { day: date('at') }, columns: { orders: count() } };
  const result = physicalPlan({ ...right, ...given }, types);
  return result.ok ? [] : result.problems.map((problem) => `${problem.found}; ${problem.expected}`);
}

describe('physicalPlan(summary, rowTypes)', () => {
  it('declares every stored column, and a companion for a distinct count', () => {
    const plan = planned(sales);
    assert.deepEqual(
      plan.relations.map((relation) => [
        relation.name,
        relation.columns.map((column) => `${column.name} ${column.sqlType}`),
      ]),
      [
        [
          'rows',
          [
            'day date',
            'country text',
            'orders bigint',
            'revenue numeric(38,2)',
            'weight numeric(38,3)',
            'last timestamptz',
            'buyers bigint',
          ],
        ],
        ['buyers', ['day date', 'country text', 'customer uuid']],
      ],
    );
    assert.deepEqual(plan.partition, { by: 'day', column: 'day' });
    assert.deepEqual(plan.ratios, [{ name: 'aov', numerator: 'revenue', denominator: 'orders', scale: null }]);
  });

  it('has a fingerprint that changes with whatever shapes rows, and with nothing else', () => {
    const fingerprint = planned(sales).fingerprint;
    const definition = definitionOf(sales);
    const variant = (change: object) => {
      const result = physicalPlan({ ...definition, ...change }, types);
      return result.ok ? result.plan.fingerprint : 'wrong';
    };
    // Warehouses hold it: another one for the same definition would build every summary again.
    assert.equal(fingerprint, '4968a9f616d1c8458375aef9a50c69f4a22b2611695510a056775d6fbf3b8e02');
    assert.equal(
      variant({ description: 'other', owner: 'me', refresh: { by: 'day', lookBack: 9, every: '1 day' } }),
      fingerprint,
    );
    const named = { ...definition.columns, revenue: sum('amount', { label: 'Turnover', unit: 'USD', fill: 'null' }) };
    assert.equal(variant({ columns: named }), fingerprint);
    assert.notEqual(variant({ zone: 'UTC' }), fingerprint);
    assert.notEqual(variant({ weekStart: 'sunday' }), fingerprint);
    assert.notEqual(
      variant({
        refresh: { by: 'month', lookBack: 0, every: null, keep: '30 days', when: null, onChange: 'publish' as const },
      }),
      fingerprint,
    );
    assert.notEqual(variant({ columns: { ...definition.columns, weight: sum('weight', { scale: 2 }) } }), fingerprint);
    assert.notEqual(planned(sales, { ...types, amount: 'numeric(12,4)' }).fingerprint, fingerprint);
  });

  it('takes the rows of another summary by their stored types', () => {
    const monthly = defineSummary({
      name: 'monthly',
      description: '',
      from: rowsOf(sales),
      grain: { month: month('day') },
      columns: { orders: sum('orders'), revenue: sum('revenue') },
      refresh: { by: 'month' },
      zone: 'Asia/Seoul',
    });
    const upstream = planned(sales);
    const result = physicalPlan(definitionOf(monthly), storedTypes(upstream), upstream);
    assert.ok(result.ok);
    assert.deepEqual(
      result.plan.relations[0]?.columns.map((column) => column.sqlType),
      ['date', 'numeric(38,0)', 'numeric(38,2)'],
    );
    const wrong = physicalPlan(
      { ...definitionOf(monthly), zone: 'UTC', columns: { buyers: sum('buyers') } },
      storedTypes(upstream),
      upstream,
    );
    assert.ok(!wrong.ok);
    assert.match(wrong.problems.map((problem) => problem.expected).join('; '), /whose days it is made from.*do not/);
  });

  it('finds what does not fit the rows', () => {
    assert.deepEqual(problemsOf({ grain: { day: date('att') } }), [
      "'att'; one of 'at', 'country', 'amount', 'weight', 'customer', 'paid' (did you mean 'at'?)",
    ]);
    assert.deepEqual(problemsOf({ grain: { day: date('country') } }), [
      "'country' is character varying(20); a date, timestamp or timestamptz",
    ]);
    assert.match(problemsOf({ refresh: whole, grain: { country: integer() } }).join(), /a whole number/);
    assert.match(problemsOf({ refresh: whole, grain: { country: boolean() } }).join(), /a boolean/);
    assert.match(problemsOf({ refresh: whole, grain: { at: text() } }).join(), /a text/);
    assert.match(
      problemsOf({ columns: { x: sum('country') } }).join(),
      /sum\('country'\) over character varying\(20\); a number/,
    );
    assert.match(problemsOf({ columns: { x: sum('weight') } }).join(), /depends on the order of its rows/);
    assert.match(problemsOf({ columns: { x: min('paid') } }).join(), /a number, a time or a text/);
    assert.match(problemsOf({ columns: { x: ratio('orders', 'clicks') } }).join(), /'orders'.*'clicks'/);
    assert.match(problemsOf({ refresh: byMonth, grain: { country: text() } }).join(), /within one month/);
    assert.deepEqual(problemsOf({ refresh: byMonth, grain: { at: hour('at') } }), []);
  });
});

const stock = defineSummary({
  name: 'stock',
  description: '',
  from,
  grain: { week: week('at'), country: text() },
  columns: {
    units: last('weight', { scale: 1 }),
    price: average('amount', { weight: 'weight', scale: 2 }),
    mean: average('amount'),
  },
  zone: 'Asia/Seoul',
  weekStart: 'sunday',
});

describe('averages and last values', () => {
  const measures = (plan: ReturnType<typeof planned>) =>
    plan.relations[0]?.columns.flatMap(({ name, sqlType, role, additivity, partOf }) =>
      role === 'measure' ? [[name, sqlType, additivity, ...(partOf ? [partOf] : [])].join(' ')] : [],
    );

  it('are stored as sums, an average as the two it is the ratio of', () => {
    const plan = planned(stock);
    assert.deepEqual(measures(plan), [
      'units numeric(38,1) last',
      'price_total numeric(38,10) sum price',
      'price_weight numeric(38,8) sum price',
      'mean_total numeric(38,2) sum mean',
      'mean_weight bigint sum mean',
    ]);
    assert.deepEqual(plan.ratios, [
      { name: 'price', numerator: 'price_total', denominator: 'price_weight', scale: 2 },
      { name: 'mean', numerator: 'mean_total', denominator: 'mean_weight', scale: null },
    ]);
    assert.equal(plan.relations[0]?.columns[0]?.weekStart, 'sunday');
  });

  it('are rolled up by their parts', () => {
    const above = planned(stock);
    const result = physicalPlan(
      definitionOf(
        defineSummary({
          name: 'all',
          description: '',
          from: rowsOf(stock),
          grain: { week: week('week') },
          columns: { units: last('units'), price: average('price') },
          zone: 'Asia/Seoul',
          weekStart: 'sunday',
        }),
      ),
      storedTypes(above),
      above,
    );
    assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.problems));
    assert.deepEqual(measures(result.plan), [
      'units numeric(38,1) last',
      'price_total numeric(38,10) sum price',
      'price_weight numeric(38,8) sum price',
    ]);
  });

  it('need numbers, and digits where the type fixes none', () => {
    const columns = { paid: average('paid'), light: average('amount', { weight: 'weight' }), at: last('at') };
    const result = physicalPlan({ ...definitionOf(stock), columns }, types);
    assert.deepEqual(result.ok ? [] : result.problems.map(({ found, expected }) => `${found}: ${expected}`), [
      "'paid' of an average, which is boolean: a number",
      "'weight' of an average, which is real: a scale, for this type fixes none and a sum of floats depends on the order of its rows",
      "last('at') over timestamp with time zone: a number",
    ]);
    const exact = { ...types, amount: 'numeric(38,20)', weight: 'numeric(38,11)' };
    const wide = physicalPlan(definitionOf(stock), exact);
    assert.match(
      wide.ok ? '' : (wide.problems[0]?.found ?? ''),
      /^31 digits after the point in 'amount' times 'weight'/,
    );
  });

  it('know the last moment of each bucket, of weeks that begin on Sunday', () => {
    const plan = planned(stock);
    const [relation] = plan.relations;
    assert.ok(relation);
    const definition = definitionOf(stock);
    const { text: sql } = statement(
      buildRelation(definition, plan, relation, { rows: sourceRows(definition), range: null }),
    );
    const sunday = `cast(date_trunc('week', cast((r."at" at time zone 'Asia/Seoul') as timestamp) + interval '1 day') - interval '1 day' as date)`;
    assert.equal(
      sql.replace(/\s+/g, ' ').trim(),
      `select ${sunday} as "week", cast(r."country" as text) collate "C" as "country", ` +
        `cast(sum(case when r."at" = r."_last_moment" then cast(r."weight" as numeric(38,1)) end) as numeric(38,1)) as "units", ` +
        `cast(sum(cast(r."amount" as numeric(38,2)) * cast(r."weight" as numeric(38,8))) as numeric(38,10)) as "price_total", ` +
        `cast(sum(case when r."amount" is not null then cast(r."weight" as numeric(38,8)) end) as numeric(38,8)) as "price_weight", ` +
        `cast(sum(r."amount") as numeric(38,2)) as "mean_total", cast(count(r."amount") as bigint) as "mean_weight" ` +
        `from (select r.*, max(r."at") over (partition by ${sunday}) as "_last_moment" ` +
        `from (select * from "shop"."orders") as r ) as r group by 1, 2`,
    );
  });
});

describe('buildRelation(summary, plan, relation, input)', () => {
  const plan = planned(sales);
  const build = (index: number, range: { from: string; to: string } | null) => {
    const relation = plan.relations[index];
    assert.ok(relation);
    const definition = definitionOf(sales);
    const { text, values } = statement(
      buildRelation(definition, plan, relation, { rows: sourceRows(definition), range }),
    );
    assert.deepEqual(values, []);
    return text.replace(/\s+/g, ' ').trim();
  };

  it('aggregates exactly, by the days of the zone', () => {
    assert.equal(
      build(0, null),
      `select cast((r."at" at time zone 'Asia/Seoul') as date) as "day", cast(r."country" as text) collate "C" as "country", ` +
        `count(*) as "orders", cast(sum(r."amount") as numeric(38,2)) as "revenue", ` +
        `cast(sum(cast(r."weight" as numeric(38,3))) as numeric(38,3)) as "weight", ` +
        `cast(max(r."at") as timestamptz) as "last", count(distinct r."customer") as "buyers" ` +
        `from (select * from "shop"."orders") as r group by 1, 2`,
    );
  });

  it('bounds a range on the raw column for its index, and exactly on the clock of the zone', () => {
    assert.equal(
      build(1, { from: '2024-03-01', to: '2024-04-01' }),
      `select distinct cast((r."at" at time zone 'Asia/Seoul') as date) as "day", ` +
        `cast(r."country" as text) collate "C" as "country", r."customer" as "customer" ` +
        `from (select * from "shop"."orders") as r ` +
        `where r."at" >= cast('2024-02-29 00:00:00+00' as timestamptz) and r."at" < cast('2024-04-02 00:00:00+00' as timestamptz) ` +
        `and (r."at" at time zone 'Asia/Seoul') >= cast('2024-03-01' as timestamp) ` +
        `and (r."at" at time zone 'Asia/Seoul') < cast('2024-04-01' as timestamp) and r."customer" is not null`,
    );
  });
});
