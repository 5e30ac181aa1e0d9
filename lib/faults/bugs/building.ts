import type { Bug } from './bug.ts';

const snapshotTest = {
  caughtBy: 'lib/refresh/build/build-faults.db.test.ts',
  pattern: 'sees one state of its sources',
};

export const bugsInBuilding: readonly Bug[] = [
  {
    name: 'published before it is checked',
    why: 'A bad build is shown until somebody notices.',
    file: 'lib/refresh/build/refresh-unit.ts',
    edits: [
      {
        find: '    const checked = await checkUnit(context, built);',
        replace:
          '    await publishStage(context, unit.unit, built);\n    const checked = await checkUnit(context, built);',
      },
    ],
    caughtBy: 'lib/refresh/checks/bad-builds.db.test.ts',
    pattern: 'when values are missing',
  },
  {
    name: 'totals are checked outside the snapshot of the build',
    why: 'A row that comes during a build fails it, and a lost one may be made up for by another.',
    file: 'lib/refresh/build/build-unit.ts',
    edits: [
      {
        find: '      checks.push(...(await conservation(',
        replace: "      await client.query('commit');\n      checks.push(...(await conservation(",
      },
    ],
    ...snapshotTest,
  },
  {
    name: 'a partition remembers a newer snapshot than its build had',
    why: 'A late row that came during the build is never looked for again.',
    file: 'lib/refresh/build/build-unit.ts',
    edits: [
      {
        find: '    return { base, members, watermark, observed, checks };',
        replace: `    const later = await client.query('select pg_current_snapshot()::text as snapshot');
    return { base: { ...base, snapshot: later.rows[0]?.snapshot }, members, watermark, observed, checks };`,
      },
    ],
    ...snapshotTest,
  },
  {
    name: 'sources are locked after the snapshot',
    why: 'A table that is swapped in just then looks empty.',
    file: 'lib/refresh/build/begin-build.ts',
    edits: [
      { find: '      if (lock) await client.query(lock);\n', replace: '' },
      {
        find: '      const base = await readBase(client, schema, chain);\n',
        replace:
          '      const base = await readBase(client, schema, chain);\n      if (lock) await client.query(lock);\n',
      },
    ],
    caughtBy: 'lib/refresh/build/build-faults.db.test.ts',
    pattern: 'while its source is being swapped',
  },
  {
    name: 'months are made from the days that are served, not from those just built',
    why: 'A month lags one refresh behind its days.',
    file: 'lib/refresh/build/build-unit.ts',
    edits: [
      {
        find: '  if (!upstream.days || !current || !partition) return sql`(${fresh})`;',
        replace: '  if (current) return sql`(select ${columns} from ${sql.id(schema, current)})`;',
      },
    ],
    ...snapshotTest,
  },
  {
    name: 'the difference cannot match nulls',
    why: 'Rows with a null are closed and opened again by every refresh.',
    file: 'lib/refresh/build/diff.ts',
    edits: [
      {
        find: 'group by ${columns}\n',
        replace: 'group by ${columns}, case when num_nulls(${columns}) > 0 then side end\n',
      },
    ],
    caughtBy: 'lib/refresh/publish/publish-faults.db.test.ts',
    pattern: 'nulls neither, takes no epoch',
  },
  {
    name: 'counts of distinct values are joined by keys that may be null',
    why: 'Buyers of orders without a country are not counted.',
    file: 'lib/compile/build.ts',
    edits: [
      {
        find: '    return sql`select ${list([...keys, ...others])} from ${table} ${groupBy(plan)}`;',
        replace:
          '    return sql`select ${list([...keys, ...others])} from ${table} where num_nulls(${list(keys)}) = 0 ${groupBy(plan)}`;',
      },
    ],
    caughtBy: 'lib/refresh/build/incremental.db.test.ts',
  },
  {
    name: 'late rows are told by the number of their transaction, not by what the build saw',
    why: 'A row whose writer began before a build and committed after it is lost for ever.',
    file: 'lib/refresh/late/change-sql.ts',
    edits: [
      {
        find: '`not coalesce(pg_visible_in_snapshot(${change}.xid, b.snapshot), false)`',
        replace: '`(b.snapshot is null or ${change}.xid >= pg_snapshot_xmax(b.snapshot))`',
      },
    ],
    caughtBy: 'lib/refresh/late/exact.db.test.ts',
  },
];
