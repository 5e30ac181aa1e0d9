import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRegistry } from './check-registry.ts';
import { checkSource } from './check-source.ts';
import { conserves } from './checks.ts';
import { count, distinct, max, min, ratio, sum } from './columns.ts';
import { defineDashboard } from './dashboard.ts';
import { choice, dateRange } from './filters.ts';
import { date, month, text, week } from './grain.ts';
import { type Problem, problemText } from './problem.ts';
import { defineRegistry } from './registry.ts';
import { defineSource, type Late } from './source.ts';
import { type AnySummary, defineSummary, type MeasureReference, rowsFrom, rowsOf } from './summary.ts';
import { bar, line, number, table } from './tiles.ts';

const visits = defineSource({
  name: 'visits',
  table: 'web.visits',
  columns: { visitor: 'bigint', at: 'timestamptz', site: 'text', spent: 'numeric(10,2)' },
  watermark: { column: 'at', lag: '5 minutes' },
});

const shape = {
  description: 'Visits per day and site.',
  from: rowsFrom([visits], (db) => db.selectFrom('web.visits as v').select(['v.at', 'v.site', 'v.spent', 'v.visitor'])),
  grain: { day: date('at'), site: text() },
  zone: 'Europe/London',
} as const;

const daily = defineSummary({
  ...shape,
  name: 'daily_visits',
  columns: {
    visits: count(),
    spent: sum('spent'),
    least: min('spent'),
    visitors: distinct('visitor'),
    each: ratio('spent', 'visits'),
  },
  refresh: { by: 'day', lookBack: 2, every: '15 minutes' },
  checks: [conserves('spent')],
});

const board = defineDashboard({
  name: 'visits',
  title: 'Visits',
  filters: { period: dateRange('last 28 days'), site: choice(daily, 'site') },
  tiles: [number('Visits', daily.visits), line('By day', daily.visits, { by: 'day', split: 'site' })],
});

function problemsOf(summaries: AnySummary[], dashboards = [board]): Problem[] {
  return checkRegistry(defineRegistry({ summaries, dashboards }, {}));
}

/** The one problem that a wrong summary gives beside a right one. */
function onlyProblem(summary: AnySummary): Problem {
  const problems = problemsOf([daily, summary]);
  assert.equal(problems.length, 1, problems.map(problemText).join('\n'));
  const [problem] = problems;
  assert.ok(problem);
  assert.match(problem.place, /check-registry\.test\.ts:\d+ › wrong/);
  return problem;
}

describe('checkRegistry(registry)', () => {
  it('finds nothing wrong with right definitions', () => {
    const monthly = defineSummary({
      name: 'monthly_visits',
      description: '',
      from: rowsOf(daily),
      grain: { month: month('day'), site: text() },
      columns: { visits: sum('visits'), spent: sum('spent'), least: min('least'), each: ratio('spent', 'visits') },
      refresh: { by: 'month' },
      zone: 'Europe/London',
    });
    assert.deepEqual(problemsOf([monthly, daily]), []);
  });

  it('names the file, what was expected and the column that was probably meant', () => {
    const problem = onlyProblem(
      defineSummary({ ...shape, name: 'wrong', columns: { total: sum('spend' as 'spent') } }),
    );
    assert.match(problem.place, /columns\.total$/);
    assert.match(problem.found, /'spend'/);
    assert.match(problem.expected, /did you mean 'spent'/);
    assert.ok(problem.todo);
  });

  it('refuses a grain column that the rows do not have', () => {
    const problem = onlyProblem(
      defineSummary({ ...shape, name: 'wrong', grain: { day: date('when' as 'at') }, columns: { n: count() } }),
    );
    assert.match(problem.place, /grain\.day$/);
  });

  it('refuses a ratio of what is not a measure', () => {
    const problem = onlyProblem(
      defineSummary({ ...shape, name: 'wrong', columns: { n: count(), each: ratio('spent', 'n') } }),
    );
    assert.match(problem.found, /ratio of 'spent'/);
  });

  it('refuses a distinct count that is rolled up', () => {
    const problem = onlyProblem(
      defineSummary({
        name: 'wrong',
        description: '',
        from: rowsOf(daily),
        grain: { month: month('day') },
        columns: { visitors: sum('visitors') },
        refresh: { by: 'month' },
        zone: 'Europe/London',
      }),
    );
    assert.match(problem.found, /distinct count/);
    assert.match(problem.todo, /counted twice/);
  });

  it('refuses the minimum of a sum, and a count of summary rows', () => {
    const rolled = {
      name: 'wrong',
      description: '',
      from: rowsOf(daily),
      grain: { site: text() },
      refresh: {},
      zone: 'Europe/London',
    };
    const found = (summary: AnySummary) => problemsOf([daily, summary]).map((problem) => problem.found);
    const other = { ...rolled, grain: { month: month('day') }, refresh: { by: 'month' as const } };
    assert.match(
      found(defineSummary({ ...other, columns: { spent: max('spent') } })).join(),
      /max\('spent'\) over a sum/,
    );
    assert.match(
      found(defineSummary({ ...other, columns: { n: count() } })).join(),
      /count\(\) over rows of daily_visits/,
    );
  });

  it('refuses months put together from weeks', () => {
    const weekly = defineSummary({
      ...shape,
      name: 'weekly',
      grain: { week: week('at') },
      columns: { n: count() },
      refresh: { by: 'week' },
    });
    const problems = problemsOf([
      daily,
      weekly,
      defineSummary({
        name: 'wrong',
        description: '',
        from: rowsOf(weekly),
        grain: { month: month('week') },
        columns: { n: sum('n') },
        refresh: { by: 'month' },
        zone: 'Europe/London',
      }),
    ]);
    assert.ok(problems.some((problem) => /months put together from weeks/.test(problem.found)));
  });

  it('refuses a grouped rows query and a table that is not among the sources', () => {
    const grouped = defineSummary({
      ...shape,
      name: 'wrong',
      from: rowsFrom([visits], (db) => db.selectFrom('web.visits').select(['at', 'site']).groupBy(['at', 'site'])),
      columns: { n: count() },
    });
    assert.match(onlyProblem(grouped).found, /grouped/);
    const undeclared = defineSummary({
      ...shape,
      name: 'wrong',
      from: rowsFrom([visits], (db) =>
        db
          .selectFrom('web.visits as v')
          .innerJoin('web.sites as s' as 'web.visits as s', 's.site', 'v.site')
          .select(['v.at', 'v.site']),
      ),
      columns: { n: count() },
    });
    assert.match(onlyProblem(undeclared).found, /'web\.sites'/);
  });

  it('refuses duplicate names, and says where the first stands', () => {
    const again = defineSummary({ ...shape, name: 'daily_visits', columns: { n: count() } });
    const problems = problemsOf([daily, again]);
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.found ?? '', /second summary with the name 'daily_visits' \(the first: .*check-registry/);
  });

  it('refuses a zone, an interval and a name that do not exist', () => {
    assert.match(
      onlyProblem(defineSummary({ ...shape, name: 'wrong', zone: 'Asia/Seol', columns: { n: count() } })).found,
      /Asia\/Seol/,
    );
    assert.match(
      onlyProblem(defineSummary({ ...shape, name: 'wrong', columns: { n: count() }, refresh: { every: 'hourly' } }))
        .found,
      /hourly/,
    );
    assert.match(onlyProblem(defineSummary({ ...shape, name: 'wrong', columns: { Total: count() } })).found, /'Total'/);
  });

  it('refuses to notice late rows by what is no time, or no interval', () => {
    const found = (late: Late<'at' | 'id' | 'gone'>) => {
      const source = {
        ...defineSource({ name: 'events', table: 'raw.events', columns: { at: 'timestamptz', id: 'bigint' } }),
        late,
      };
      return checkSource(source, { sources: [source], summaries: [], dashboards: [], place: '' }, 'summa').map(
        (problem) => `${problem.place.split('.').slice(-2).join('.')}: ${problem.found}`,
      );
    };
    assert.deepEqual(found({ tier: 'exact', column: null }), []);
    assert.deepEqual(found({ tier: 'exact', column: 'at' }), []);
    assert.deepEqual(found({ tier: 'exact', column: 'id' }), ["late.column: 'id' of type 'bigint'"]);
    assert.deepEqual(found({ tier: 'cursor', column: 'at', time: 'at', lag: '10 minutes' }), []);
    assert.deepEqual(found({ tier: 'cursor', column: 'gone', time: 'id', lag: 'soon' }), [
      "late.column: the column 'gone'",
      "late.time: 'id' of type 'bigint'",
      "late.lag: 'soon'",
    ]);
  });

  it('refuses two exact sources of one table, whose triggers would take each other away', () => {
    const events = (name: string) =>
      defineSource({ name, table: 'raw.events', columns: { at: 'timestamptz' }, late: 'exact' });
    const sources = [events('first'), events('second')];
    const found = sources.map((each) =>
      checkSource(each, { sources, summaries: [], dashboards: [], place: '' }, 'summa'),
    );
    assert.deepEqual(
      found.flat().map((problem) => problem.found),
      ["the table of 'second', which is exact too", "the table of 'first', which is exact too"],
    );
  });

  it('refuses a source that reads a summary made from it, and calls it a cycle', () => {
    const loop = defineSource({ name: 'loop', table: 'summa.wrong', columns: { at: 'timestamptz' } });
    const wrong = defineSummary({
      name: 'wrong',
      description: '',
      from: rowsFrom([loop], (db) => db.selectFrom('summa.wrong').select('at')),
      grain: { day: date('at') },
      columns: { n: count() },
      zone: 'UTC',
    });
    assert.ok(problemsOf([daily, wrong]).some((problem) => /cycle, wrong <- wrong/.test(problem.found)));
  });

  it('refuses tiles on measures, dimensions and filters that do not exist', () => {
    const missing = (daily as unknown as Record<string, MeasureReference<'day' | 'site'>>).revenue as MeasureReference<
      'day' | 'site'
    >;
    const wrong = defineDashboard({
      name: 'wrong',
      title: 'Wrong',
      filters: { period: dateRange('last fortnight' as 'all') },
      tiles: [
        number('Missing', missing),
        bar('By country', daily.visits, { by: 'country' as 'site' }),
        table('Sorted', [daily.visits], { by: 'site', sort: '-spent' }),
        line('By site', daily.visits, { by: 'site' }),
      ],
    });
    const found = problemsOf([daily], [wrong]).map((problem) => problem.found);
    assert.equal(found.length, 5, found.join('\n'));
    assert.match(
      found.join('\n'),
      /last fortnight[\s\S]*measure that does not exist[\s\S]*'country'[\s\S]*sort by 'spent'[\s\S]*a line by 'site'/,
    );
  });

  it('refuses options that a tile does not have, and words they do not know', () => {
    const wrong = defineDashboard({
      name: 'wrong',
      title: 'Wrong',
      tiles: [
        bar('Bars', daily.visits, { by: 'day', compare: 'previous period', limitt: 3 } as { by: 'day' }),
        number('Year', daily.visits, { compare: 'last year' as 'previous year', width: 13 }),
        table('Totals', [daily.visits], { by: 'site', totals: true as unknown as 'grand', others: 'yes' as never }),
        line('Split', daily.visits, { by: 'day', split: 'site', compare: 'previous period', grain: 'weeks' as 'week' }),
      ],
    });
    const problems = problemsOf([daily], [wrong]);
    assert.deepEqual(
      problems.map((problem) => problem.found),
      [
        "the option 'compare'",
        "the option 'limitt'",
        "compare: 'last year'",
        'width 13',
        'totals: true',
        "others: 'yes'",
        "grain: 'weeks'",
        'a split and compare',
      ],
    );
    assert.match(problems[1]?.expected ?? '', /did you mean 'limit'/);
  });

  it('refuses a dashboard for no group, and for what no group is called', () => {
    const found = (...visibleTo: string[]) =>
      problemsOf(
        [daily],
        [defineDashboard({ name: 'hidden', title: 'H', visibleTo, tiles: [number('Visits', daily.visits)] })],
      ).map((problem) => problem.found);
    assert.deepEqual(found(), ['no group']);
    assert.deepEqual(found('finance', 'The Board'), ["the group 'The Board'"]);
    assert.deepEqual(found('finance'), []);
  });

  it('refuses a distinct count without companion where rows would have to be added up', () => {
    const thrifty = defineSummary({
      ...shape,
      name: 'thrifty',
      columns: { visitors: distinct('visitor', { companion: false }) },
    });
    const wrong = defineDashboard({ name: 'wrong', title: 'W', tiles: [number('Visitors', thrifty.visitors)] });
    const right = defineDashboard({
      name: 'right',
      title: 'R',
      tiles: [table('Visitors', [thrifty.visitors], { by: ['day', 'site'] })],
    });
    assert.match(problemsOf([thrifty], [wrong])[0]?.todo ?? '', /cannot be added up/);
    assert.deepEqual(problemsOf([thrifty], [right]), []);
  });

  it('counts the demo part only while the demo is on', () => {
    const given = { summaries: [], dashboards: [], demo: { summaries: [daily], dashboards: [board] } };
    assert.equal(defineRegistry(given, {}).summaries.length, 0);
    assert.equal(defineRegistry(given, { SUMMA_DEMO: '1' }).dashboards.length, 1);
  });
});
