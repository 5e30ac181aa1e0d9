import type { Bug } from './bug.ts';

const plainTest = {
  caughtBy: 'lib/refresh/build/levels.db.test.ts',
  pattern: 'are those of plain SQL',
};

export const bugsInLevels: readonly Bug[] = [
  {
    name: 'the last moment is one of each group',
    why: 'What was counted in the morning in one shop is added to what was counted in the evening in another.',
    file: 'lib/compile/last.ts',
    edits: [{ find: 'over (partition by ${bucket})', replace: 'over (partition by ${bucket}, r."store")' }],
    ...plainTest,
  },
  {
    name: 'weights count without a value',
    why: 'An average falls with every row that has no price.',
    file: 'lib/compile/average.ts',
    edits: [
      {
        find: 'sql`sum(case when ${ref(column.of)} is not null then ${weight} end)`',
        replace: 'sql`sum(${weight})`',
      },
    ],
    ...plainTest,
  },
  {
    name: 'an average of floats is rounded to what is shown',
    why: 'Every value is rounded before it is averaged, and the average is off by as much.',
    file: 'lib/compile/average.ts',
    edits: [{ find: 'const spareDigits = 6;', replace: 'const spareDigits = 0;' }],
    ...plainTest,
  },
  {
    name: 'weeks from Sunday are built from Monday',
    why: 'Sundays are in the week that ends with them.',
    file: 'lib/compile/build.ts',
    edits: [
      {
        find: 'bucketOf(ref(from), type, plan.zone, column.bucket, summary.weekStart)',
        replace: 'bucketOf(ref(from), type, plan.zone, column.bucket)',
      },
    ],
    ...plainTest,
  },
  {
    name: 'stock is added up over the days of a month',
    why: 'An epoch is told to have changed thirty times the stock.',
    file: 'lib/refresh/restatement/totals.ts',
    edits: [
      {
        find: "if (additivity === 'last') return sql`sum(case when",
        replace: "if (additivity === 'max') return sql`sum(case when",
      },
    ],
    caughtBy: 'lib/refresh/restatement/levels.db.test.ts',
  },
  {
    name: 'the usual stock is that of all days of a partition',
    why: 'A month that was counted more often is kept back.',
    file: 'lib/refresh/checks/check-usual.ts',
    edits: [{ find: "column.additivity === 'last');", replace: "column.additivity === 'max');" }],
    caughtBy: 'lib/refresh/checks/levels.db.test.ts',
  },
];
