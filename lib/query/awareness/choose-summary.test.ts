import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileQuery } from '#lib/compile/query-statement.ts';
import { english, languageOf } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import { parseQuery } from '#lib/query/parse-url.ts';
import type { Query } from '#lib/query/query.ts';
import { candidates, type Given } from '#lib/query/testing/topic.ts';
import { queryText } from '#lib/query/write-url.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import type { Built, Candidate } from './candidate.ts';
import { chooseSummary } from './choose-summary.ts';

function asked(text: string): Query {
  const read = parseQuery(text.includes('=') && /^(topic|summary)=/.test(text) ? text : `topic=sales&${text}`);
  assert.ok(read.ok, text);
  return read.query;
}

function refusal(query: Query, { generation, scope }: Built) {
  const context = { dialect: postgres, schema: 'summa', generation, epoch: 1, scope, days: null, compared: null };
  const compiled = compileQuery(query, context);
  return compiled.ok ? null : compiled.message;
}

const daysOf = (query: Query) => {
  const [from, to] = query.range?.split('..') ?? [];
  return from && to ? { from, to } : null;
};

/** What is chosen for a question; else what is said. */
function choose(text: string, different: Record<string, Given> = {}, given?: Candidate[]) {
  const query = asked(text);
  const all = given ?? candidates(different);
  const found = chooseSummary(query, all, { days: daysOf(query), compared: null, refusal });
  const reasons = Object.fromEntries(found.considered.map((each) => [each.summary, say(each.reason, english)]));
  for (const { reason } of found.considered) assert.match(say(reason, languageOf('ko')), /\p{Script=Hangul}/u);
  if (found.ok) return { chosen: found.candidate.summary.name, reasons, said: '', instead: null };
  assert.match(say(found.message, languageOf('ko')), /\p{Script=Hangul}/u);
  return {
    chosen: null,
    reasons,
    said: say(found.message, english),
    instead: found.instead && queryText(found.instead),
  };
}

describe('chooseSummary(query, candidates, deciding)', () => {
  const smallest: [string, string][] = [
    ['measures=orders', 'weekly_sales'],
    ['measures=orders&by=country', 'monthly_sales'],
    ['measures=aov&grain=month', 'monthly_sales'],
    ['measures=orders&grain=quarter&by=@,country', 'monthly_sales'],
    ['measures=orders&grain=week', 'weekly_sales'],
    ['measures=orders&grain=week&by=@,country', 'daily_sales'],
    ['measures=orders&grain=day', 'daily_sales'],
    ['measures=orders&grain=hour', 'hourly_sales'],
    ['measures=orders&by=channel', 'hourly_sales'],
    ['measures=orders&in.channel=web', 'hourly_sales'],
    ['measures=orders&in.country=KR', 'monthly_sales'],
    ['measures=orders&range=2024-02-01..2024-03-31&by=country', 'monthly_sales'],
    ['measures=orders&range=2024-02-05..2024-02-18', 'weekly_sales'],
    ['measures=orders&range=2024-02-02..2024-03-31&by=country', 'daily_sales'],
    ['measures=orders&range=2023-12-15..2024-01-31&by=country', 'monthly_sales'],
    ['measures=buyers', 'hourly_sales'],
    ['measures=buyers&grain=day&by=@,country', 'daily_sales'],
    ['measures=largest&range=2024-02-01..2024-02-29', 'monthly_sales'],
  ];
  for (const [text, expected] of smallest) {
    it(`answers ${text} from ${expected}`, () => {
      const { chosen, reasons, said } = choose(text);
      assert.equal(chosen, expected, said || JSON.stringify(reasons));
      assert.equal(Object.keys(reasons).length, 4);
    });
  }

  it('says of each summary why or why not', () => {
    assert.deepEqual(choose('measures=orders&grain=month&by=@,country').reasons, {
      hourly_sales: 'hourly_sales can answer too, and is larger than monthly_sales: it has 900,000 rows.',
      daily_sales: 'daily_sales can answer too, and is larger than monthly_sales: it has 40,000 rows.',
      weekly_sales: 'weekly_sales is kept by week, and no month can be put together from weeks.',
      monthly_sales: 'Of the summaries of sales that can answer, monthly_sales is the smallest, with 600 rows.',
    });
    assert.deepEqual(choose('measures=orders,buyers&in.channel=web&range=2024-02-02..2024-02-03').reasons, {
      hourly_sales: 'Of the summaries of sales, only hourly_sales can answer.',
      daily_sales: 'daily_sales has no dimension channel to filter by.',
      weekly_sales: 'weekly_sales has no measure buyers.',
      monthly_sales: 'monthly_sales has no measure buyers.',
    });
    assert.match(
      choose('measures=orders&range=2024-02-02..2024-02-03').reasons.monthly_sales ?? '',
      /^monthly_sales is kept by month, and Feb 2 – 3, 2024 begins or ends inside a month\.$/,
    );
    assert.match(choose('measures=buyers&by=country').reasons.daily_sales ?? '', /cannot be added up/);
  });

  it('takes no summary whose days or weeks begin elsewhere', () => {
    const zone = choose('measures=orders&by=country', { monthly_sales: { zone: 'UTC' } });
    assert.equal(zone.chosen, 'daily_sales');
    assert.match(zone.reasons.monthly_sales ?? '', /begin at midnight in UTC, those of hourly_sales in Asia\/Seoul/);
    const sunday = { weekly_sales: { weekStart: 'sunday' as const } };
    assert.equal(choose('measures=orders&grain=week', sunday).chosen, 'daily_sales');
    assert.match(choose('measures=orders&grain=week', sunday).reasons.weekly_sales ?? '', /another day/);
  });

  it('takes no summary that is behind or begins later, where that shows', () => {
    const behind = { monthly_sales: { available: { from: '2024-01-01', to: '2024-04-30' } } };
    assert.equal(choose('measures=orders&by=country', behind).chosen, 'daily_sales');
    assert.match(
      choose('measures=orders&by=country', behind).reasons.monthly_sales ?? '',
      /complete through Apr 30, 2024 only/,
    );
    assert.equal(choose('measures=orders&by=country&range=2024-02-01..2024-03-31', behind).chosen, 'monthly_sales');
    const late = { monthly_sales: { available: { from: '2024-03-01', to: '2024-06-10' } } };
    assert.equal(choose('measures=orders&by=country', late).chosen, 'daily_sales');
    assert.match(choose('measures=orders&by=country', late).reasons.monthly_sales ?? '', /begins on Mar 1, 2024 only/);
    assert.equal(choose('measures=orders&by=country&range=2024-04-01..2024-05-31', late).chosen, 'monthly_sales');
  });

  it('shows the days there are where no summary has them all', () => {
    const none = {
      hourly_sales: { available: { from: '2024-05-01', to: '2024-06-10' } },
      daily_sales: { available: { from: '2024-01-01', to: '2024-06-01' } },
      weekly_sales: { built: false },
      monthly_sales: { built: false },
    };
    const { chosen, reasons } = choose('measures=orders', none);
    assert.equal(chosen, 'hourly_sales');
    assert.match(reasons.hourly_sales ?? '', /has all the days that are asked for; .*hourly_sales goes furthest/);
  });

  it('never takes a summary without the column by which a viewer is limited', () => {
    const scope = [{ column: 'country', values: ['KR'] }];
    const limited = { hourly_sales: { scope }, daily_sales: { scope } };
    const { chosen, reasons } = choose('measures=orders', limited);
    assert.equal(chosen, 'daily_sales');
    assert.match(reasons.weekly_sales ?? '', /does not limit country as hourly_sales does/);
    assert.match(reasons.monthly_sales ?? '', /does not limit country/);
    // How many rows there are in all is nobody's business who sees a part.
    assert.doesNotMatch(JSON.stringify(reasons), /40,000|900,000/);
    const twice = { hourly_sales: { scope }, daily_sales: { scope: [{ column: 'country', values: ['KR', 'US'] }] } };
    assert.equal(choose('measures=orders', twice).chosen, null);
    // The same limits in another order are the same limits.
    const same = (values: string[]) => ({ scope: [{ column: 'country', values }] });
    const all = {
      hourly_sales: same(['KR', 'US']),
      daily_sales: same(['US', 'KR', 'US']),
      monthly_sales: same(['US', 'KR']),
    };
    assert.equal(choose('measures=orders', all).chosen, 'monthly_sales');
  });

  it('takes no measure of the same name that means something else', () => {
    const [, , weekly] = candidates();
    assert.ok(weekly);
    const other = {
      weekly_sales: {
        summary: { columns: { ...weekly.summary.columns, buyers: weekly.summary.columns.orders ?? never() } },
      },
    };
    const { chosen, reasons } = choose('measures=buyers', other);
    assert.equal(chosen, 'hourly_sales');
    assert.match(reasons.weekly_sales ?? '', /counts buyers in another way than hourly_sales/);
  });

  const waysOut: [string, RegExp, string][] = [
    [
      'measures=orders&grain=hour&by=@,country',
      /daily_sales is kept by day, and no hour can be put together from days\. daily_sales answers it so: Ask by day instead of by hour\.$/,
      'topic=sales&measures=orders&by=@,country&grain=day',
    ],
    [
      'measures=orders,buyers,margin&by=country',
      /daily_sales has no measure margin\. monthly_sales answers it so: Leave out margin\. Leave out buyers\.$/,
      'topic=sales&measures=orders&by=country',
    ],
    [
      'measures=orders&by=channel,country&sort=channel',
      /daily_sales has no dimension channel\. monthly_sales answers it so: Leave out channel\.$/,
      'topic=sales&measures=orders&by=country',
    ],
    [
      'measures=orders&in.channel=web',
      /daily_sales has no dimension channel to filter by\. weekly_sales answers it so: Leave out the filter on channel\.$/,
      'topic=sales&measures=orders',
    ],
  ];
  for (const [text, expected, instead] of waysOut) {
    it(`says what would answer ${text}, and that does`, () => {
      const without = { hourly_sales: { built: false } };
      const found = choose(text, without);
      assert.match(found.said, /^No summary of sales can answer this as it is asked\. /);
      assert.match(found.said, expected);
      assert.equal(found.instead, instead);
      assert.notEqual(choose(instead, without).chosen, null);
    });
  }

  it('shows whole months where nothing finer has what is asked for', () => {
    const coarse = candidates().filter(({ summary }) => ['weekly_sales', 'monthly_sales'].includes(summary.name));
    const { chosen } = choose('measures=orders&by=country&range=2024-02-02..2024-03-30', {}, coarse);
    assert.equal(chosen, 'monthly_sales');
  });

  it('says which days can be asked where what is finer cannot put a measure together', () => {
    const [, daily, , monthly] = candidates();
    assert.ok(daily && monthly);
    const { buyers } = daily.summary.columns;
    assert.ok(buyers);
    const different = {
      hourly_sales: { built: false },
      monthly_sales: { summary: { columns: { ...monthly.summary.columns, buyers } } },
    };
    const text = 'measures=buyers&by=@,country&grain=month&range=2024-02-02..2024-03-30';
    const { said, instead } = choose(text, different);
    assert.match(said, /monthly_sales answers it so: Ask for Feb 1 – Mar 31, 2024\.$/);
    assert.equal(instead, 'topic=sales&measures=buyers&by=@,country&grain=month&range=2024-02-01..2024-03-31');
    assert.equal(choose(instead ?? '', different).chosen, 'monthly_sales');
  });

  it('answers a question to a summary by that one or not at all, and names another that would', () => {
    const other = choose('summary=weekly_sales&measures=orders', {});
    assert.deepEqual(
      [other.chosen, other.reasons],
      ['weekly_sales', { weekly_sales: 'The question names weekly_sales.' }],
    );
    const { chosen, said, instead } = choose('summary=monthly_sales&measures=orders&by=@,country&grain=day', {});
    assert.equal(chosen, null);
    assert.match(said, /cannot be put together from months?.* daily_sales answers it\.$/);
    assert.equal(instead, 'summary=daily_sales&measures=orders&by=@,country&grain=day');
  });

  it('says when nothing is built', () => {
    const none = Object.fromEntries(candidates().map(({ summary }) => [summary.name, { built: false }]));
    assert.match(choose('measures=orders', none).said, /^No summary of sales was built yet/);
    assert.match(choose('summary=daily_sales&measures=orders', none).said, /^daily_sales is not built yet\. An admin/);
  });
});

function never(): never {
  throw new Error('The fixture has orders.');
}
