import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { count, sum } from '#lib/definition/columns.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import { boolean, date, integer, month, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom, rowsOf } from '#lib/definition/summary.ts';
import { number } from '#lib/definition/tiles.ts';
import { english, languageOf } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import { checkQuery } from './check.ts';
import { parseQuery } from './parse-url.ts';
import { visibleSummaries } from './visible-summaries.ts';

const orders = defineSource({
  name: 'orders',
  table: 'shop.orders',
  columns: { at: 'timestamptz', country: 'text', size: 'integer', paid: 'boolean', amount: 'numeric(12,2)' },
  watermark: 'closed',
});
const rows = rowsFrom([orders], (db) =>
  db.selectFrom('shop.orders').select(['at', 'country', 'size', 'paid', 'amount']),
);
const given = { description: '', zone: 'UTC', from: rows };
const columns = { orders: count(), revenue: sum('amount') };

const daily = defineSummary({
  ...given,
  name: 'daily_sales',
  topic: 'sales',
  grain: { day: date('at'), country: text(), size: integer(), paid: boolean() },
  columns,
});
const monthly = defineSummary({
  name: 'monthly_sales',
  topic: 'sales',
  description: '',
  zone: 'UTC',
  from: rowsOf(daily),
  grain: { month: month('day'), country: text() },
  columns: { orders: sum('orders') },
});
const salaries = defineSummary({ ...given, name: 'salaries', topic: 'people', grain: { day: date('at') }, columns });
const yearly = defineSummary({
  name: 'yearly_salaries',
  description: '',
  zone: 'UTC',
  from: rowsOf(salaries),
  grain: { month: month('day') },
  columns: { orders: sum('orders') },
});
const countries = defineSummary({ ...given, name: 'countries', grain: { country: text() }, columns });

const registry = defineRegistry({
  summaries: [daily, monthly, salaries, yearly, countries],
  dashboards: [
    defineDashboard({ name: 'sales', title: 'Sales', tiles: [number('Orders', daily.orders)] }),
    defineDashboard({ name: 'pay', title: 'Pay', visibleTo: ['hr'], tiles: [number('Orders', salaries.orders)] }),
  ],
});
const analyst = { role: 'analyst', groups: [] as string[] } as const;

function check(address: string, viewer: { role: 'analyst' | 'scientist' | 'admin'; groups: string[] } = analyst) {
  const read = parseQuery(address);
  assert.ok(read.ok, address);
  const problem = checkQuery(read.query, registry, viewer);
  if (problem) assert.match(say(problem, languageOf('ko')), /\p{Script=Hangul}/u);
  return problem && say(problem, english);
}

describe('checkQuery(query, registry, viewer)', () => {
  const right = [
    'topic=sales&measures=orders,revenue&by=@,country&grain=week&range=last-28-days&compare=previous-year&in.country=KR,~null',
    'topic=sales&measures=orders:growth&range=last-7-days&compare=previous-period',
    'topic=sales&measures=orders:share-of-row&by=country,paid&pivot=paid&sort=-orders:share-of-row,country',
    'summary=daily_sales&measures=orders&by=day@month&between.size=1,*&in.paid=true&contains.size=1',
    'summary=countries&measures=orders&not-starts.country=K',
    'topic=sales&measures=orders&between.day=2024-01-01,2024-01-31',
  ];
  for (const address of right) it(`takes ${address}`, () => assert.equal(check(address), null));

  const wrong: [string, string][] = [
    ['topic=sale&measures=orders', 'There is no topic sale. Did you mean sales?'],
    ['summary=sales&measures=orders', 'There is no summary sales. There is countries, daily_sales, monthly_sales.'],
    ['topic=sales&measures=order', 'sales has no measure order. Did you mean orders?'],
    ['summary=monthly_sales&measures=revenue', 'monthly_sales has no measure revenue. There is orders.'],
    ['topic=sales&measures=orders&by=contry', 'sales has no dimension contry. Did you mean country?'],
    ['topic=sales&measures=orders&in.contry=KR', 'sales has no dimension contry. Did you mean country?'],
    [
      'topic=sales&measures=orders&by=country@month',
      'country is no time, so it cannot be shown by wider buckets. Name it without what follows the @.',
    ],
    [
      'topic=sales&measures=orders&by=month@week',
      'month cannot be shown by week. Expected one of month, quarter, year after the @.',
    ],
    [
      'summary=monthly_sales&measures=orders&grain=week',
      'monthly_sales cannot be shown by week. Ask by month, quarter, year.',
    ],
    ['summary=countries&measures=orders&range=last-7-days', 'countries has no time. Leave out grain= and range=.'],
    ['topic=sales&measures=orders&in.size=big', 'size cannot be “big”: it holds whole numbers.'],
    ['topic=sales&measures=orders&in.paid=yes', 'paid cannot be “yes”: it holds true or false.'],
    [
      'topic=sales&measures=orders&between.day=2024-02-30,*',
      'day cannot be “2024-02-30”: it holds days such as 2024-01-31.',
    ],
    [
      'topic=sales&measures=orders&between.country=A,B',
      'country has no order to lie between. Name its values with in, or a part of them with contains or starts.',
    ],
    [
      'topic=sales&measures=orders:change',
      'orders:change says how much has changed, and nothing is compared. Add compare=previous-period or compare=previous-year.',
    ],
    [
      'topic=sales&measures=orders&compare=previous-year',
      'Everything cannot be compared with what was before. Add range=, such as range=last-28-days.',
    ],
    [
      'topic=sales&measures=orders:share-of-column&by=country',
      'orders:share-of-column is a share within a pivot, and nothing is pivoted. Add pivot=, or ask for a share of the whole.',
    ],
    [
      'topic=sales&measures=orders&by=country&sort=revenue',
      'The rows are to be sorted by revenue, which is not shown. There is country, orders.',
    ],
  ];
  for (const [address, expected] of wrong) it(`says ${expected}`, () => assert.equal(check(address), expected));

  it('says the same of what is not for a viewer and of what is not there', () => {
    for (const name of ['salaries', 'yearly_salaries', 'nothing_at_all']) {
      const expected = `There is no summary ${name}. There is countries, daily_sales, monthly_sales.`;
      assert.equal(check(`summary=${name}&measures=orders`), expected);
    }
    assert.equal(check('topic=people&measures=orders'), 'There is no topic people. There is sales.');
    const hr = { ...analyst, groups: ['hr'] };
    assert.equal(check('topic=people&measures=orders', hr), null);
    assert.equal(check('summary=yearly_salaries&measures=orders', hr), null);
  });
});

describe('visibleSummaries(registry, viewer)', () => {
  const names = (role: 'analyst' | 'scientist' | 'admin', groups: string[] = []) =>
    visibleSummaries(registry, { role, groups }).map(({ name }) => name);
  it('leaves out what only dashboards of others show, and what is made from it', () => {
    assert.deepEqual(names('analyst'), ['daily_sales', 'countries', 'monthly_sales']);
    assert.deepEqual(names('analyst', ['hr']).length, 5);
  });
  it('is everything for who may take whole summaries away', () => {
    assert.deepEqual([names('scientist').length, names('admin').length], [5, 5]);
  });
});
