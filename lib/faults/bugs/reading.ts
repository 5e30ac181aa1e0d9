import type { Bug } from './bug.ts';

export const bugsInReading: readonly Bug[] = [
  {
    name: 'the horizon is looked at before the rows',
    why: 'Rows that are cleared away in between are missing from a total.',
    file: 'lib/warehouse/horizon.ts',
    edits: [
      {
        find: '  const rows = await read().catch(',
        replace: '  await refusePassed(db, schema, summary, epoch);\n  const rows = await read().catch(',
      },
      { find: '  await refusePassed(db, schema, summary, epoch);\n  return rows;', replace: '  return rows;' },
    ],
    caughtBy: 'lib/refresh/retention/racing-readers.db.test.ts',
  },
  {
    name: 'a row is still read at the epoch that closed it',
    why: 'A page counts the old row beside the new one.',
    file: 'lib/compile/read.ts',
    edits: [{ find: '${to} > ${at}', replace: '${to} >= ${at}' }],
    caughtBy: 'lib/dashboard/load.db.test.ts',
    pattern: 'each epoch has its own rows',
  },
];
