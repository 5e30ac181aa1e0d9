import type { Bug } from './bug.ts';

export const bugsInRuns: readonly Bug[] = [
  {
    name: 'the look-back is counted from now',
    why: 'After a quiet week, rows that came late are never looked for.',
    file: 'lib/refresh/plan/plan.ts',
    edits: [{ find: 'const edge = built.at(-1);', replace: 'const edge = new Date().toISOString().slice(0, 10);' }],
    caughtBy: 'lib/refresh/plan/plan.test.ts',
  },
  {
    name: 'an attempt that takes over does not ask what was published',
    why: 'A run says it has changed nothing, or publishes a unit twice.',
    file: 'lib/refresh/run/take-over.ts',
    edits: [
      {
        find: "await runStep('reconcile', () => reconcile(db, store, schema, run.id))",
        replace: "await runStep('reconcile', async (): Promise<string[]> => [])",
      },
    ],
    caughtBy: 'lib/refresh/publish/publish-faults.db.test.ts',
    pattern: 'is known to the next, and not made again',
  },
  {
    name: 'what an attempt left behind is never dropped',
    why: 'Each crash leaves tables for ever.',
    file: 'lib/refresh/run/take-over.ts',
    edits: [{ find: '    await dropLeftovers(db, schema, run.id, run.attempt);\n', replace: '' }],
    caughtBy: 'lib/refresh/publish/publish-faults.db.test.ts',
    pattern: 'is known to the next, and not made again',
  },
];
