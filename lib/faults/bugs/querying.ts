import type { Bug } from './bug.ts';

const market = 'lib/query/oracle/market.db.test.ts';
const parts = { caughtBy: 'lib/query/oracle/partitions.db.test.ts', pattern: 'random filters' };
const daily = { caughtBy: market, pattern: 'random questions of' };
const atOnce = { caughtBy: market, pattern: 'that are asked at once' };

export const bugsInQuerying: readonly Bug[] = [
  {
    name: 'totals are of what is shown',
    why: 'The total under a table of the ten largest leaves out all the others.',
    file: 'lib/compile/query-leveled.ts',
    edits: [
      {
        find: "from ${sql.id('placed')}${shownOnly(axes, level, others)}${keys.by}`;",
        replace:
          "from ${sql.id('placed')}${shownOnly(axes, { ...level, depth: Math.max(level.depth, Math.min(1, axes.down.length)) }, others)}${keys.by}`;",
      },
    ],
    ...daily,
  },
  {
    name: 'what is left out is not put together',
    why: 'The bars of a chart do not add up to its total.',
    file: 'lib/compile/query-level-keys.ts',
    edits: [
      {
        find: '    ...(level.index === 0 && rest.length > 0 ? [sql`(${isRest})`] : []),',
        replace: '    ...(level.index === 0 && rest.length > 0 ? [sql`not (${isRest})`] : []),',
      },
    ],
    ...daily,
  },
  {
    name: 'ratios are averaged',
    why: 'A day with two orders weighs as much as one with two thousand.',
    file: 'lib/compile/query-measures.ts',
    edits: [
      {
        find: '  const measures = asked.map(({ name, as }): Measure => {\n',
        replace: `  const averaged = (a: Base, b: Base): Base => {
    const aggregate = sql\`avg(\${sql.id(a.name)}::numeric / nullif(\${sql.id(b.name)}, 0))\`;
    const both = { ...a, name: \`\${a.name} by \${b.name}\`, storedType: 'numeric', aggregate };
    bases.set(both.name, both);
    return both;
  };
  const measures = asked.map(({ name, as }): Measure => {
`,
      },
      {
        find: 'ratio ? [base(ratio.numerator), base(ratio.denominator)] : [base(name)]',
        replace: `ratio && base(ratio.denominator).additivity === 'sum'
        ? [averaged(base(ratio.numerator), base(ratio.denominator))]
        : ratio
          ? [base(ratio.numerator), base(ratio.denominator)]
          : [base(name)]`,
      },
    ],
    ...daily,
  },
  {
    name: 'counts of different values are added up',
    why: 'Whoever bought on two days is two buyers.',
    file: 'lib/compile/query-measures.ts',
    edits: [
      { find: "if (name !== 'rows' && companion && entity) {", replace: "if (name === '' && companion && entity) {" },
      { find: '      if (!exactGrain) {', replace: "      if (!exactGrain && stored.name === '') {" },
      {
        find: "so the largest of them is that row's.\n      return { aggregate: sql`max(",
        replace: "so the largest of them is that row's.\n      return { aggregate: sql`sum(",
      },
    ],
    ...daily,
  },
  {
    name: 'all but some leaves out rows without a value',
    why: 'A filter and its opposite do not add up to everything.',
    file: 'lib/warehouse/postgres/dialect.ts',
    edits: [{ find: 'sql`(${condition}) is not true`', replace: 'sql`not (${condition})`' }],
    ...parts,
  },
  {
    name: 'the last moment is one of the rows that are asked for',
    why: 'A shop that closed in March has its stock for ever.',
    file: 'lib/compile/query-parts.ts',
    edits: [
      { find: '{ scope, filters: [], time, days }', replace: '{ scope, filters: parts.query.filters, time, days }' },
    ],
    ...parts,
  },
  {
    name: 'the period before begins a day late',
    why: 'Thirty days are compared with twenty-nine.',
    file: 'lib/calendar/compared.ts',
    edits: [{ find: 'return (day) => addDays(day, -length);', replace: 'return (day) => addDays(day, 1 - length);' }],
    ...daily,
  },
  {
    name: 'the row access of the asker is not part of the key of what is kept',
    why: 'Somebody sees the rows of the one who asked before.',
    file: 'lib/query/cache/cache-key.ts',
    edits: [{ find: 'scopeKey(scope), question', replace: "scopeKey('everything' || scope), question" }],
    caughtBy: market,
    pattern: 'questions of',
  },
  {
    name: 'months answer for a part of a month',
    why: 'Ten days of sales are those of two months.',
    file: 'lib/query/awareness/range-miss.ts',
    edits: [
      {
        find: 'const isUncut = (span: Days) => isWhole(bucket, span, weekStart);',
        replace: "const isUncut = (span: Days) => span.from !== '';",
      },
    ],
    caughtBy: market,
    pattern: 'topicHourModel',
  },
  {
    name: 'what was found for several tiles is handed out in the wrong order',
    why: 'Revenue is shown as orders.',
    file: 'lib/query/execution/merge.ts',
    edits: [
      {
        find: 'before + keys.indexOf(measureKey(measure))',
        replace: 'before + keys.toReversed().indexOf(measureKey(measure))',
      },
    ],
    ...atOnce,
  },
  {
    name: 'rows that a publish has replaced meanwhile are taken for those of the epoch',
    why: 'Two tiles of a page are of two epochs.',
    file: 'lib/query/execution/current-rows.ts',
    edits: [
      {
        find: '(await newestPublish(db, schema, summary)) <= epoch',
        replace: '(await newestPublish(db, schema, summary)) >= 0',
      },
    ],
    caughtBy: 'lib/query/execution/current-rows.db.test.ts',
  },
  {
    name: 'values are written into the statement',
    why: 'Whoever writes a filter writes SQL.',
    file: 'lib/compile/bind.ts',
    edits: [
      { find: 'return sql`${text}::${sqlType(type)}`;', replace: 'return sql`${sql.lit(text)}::${sqlType(type)}`;' },
    ],
    caughtBy: 'lib/query/oracle/fingerprints.db.test.ts',
    pattern: 'with four sets of values each',
  },
  {
    name: 'quotes in a list of values are not escaped',
    why: 'A country with a quote in its name breaks the page.',
    file: 'lib/compile/bind.ts',
    edits: [{ find: "${text.replace(/[\"\\\\]/g, '\\\\$&')}", replace: '${text}' }],
    caughtBy: 'lib/query/oracle/input.db.test.ts',
    pattern: 'questions to the API',
  },
];
