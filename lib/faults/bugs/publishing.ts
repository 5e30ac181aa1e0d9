import type { Bug } from './bug.ts';

const file = 'lib/refresh/publish/publish.ts';

export const bugsInPublishing: readonly Bug[] = [
  {
    name: 'the fence is not checked',
    why: 'A worker that was stopped and goes on publishes what another has replaced.',
    file,
    edits: [{ find: "'run = $1 and fence = $2'", replace: "'run = $1 and $2::bigint is not null'" }],
    caughtBy: 'lib/refresh/publish/publish.db.test.ts',
    pattern: 'with an outdated fence is refused',
  },
  {
    name: 'epochs come from a sequence',
    why: 'Publishes commit in another order than their numbers, and an epoch changes under its readers.',
    file,
    edits: [
      {
        find: "    await publishStep(client, 'begin', 'begin isolation level read committed');\n    const epoch",
        replace:
          "    await client.query(`create sequence if not exists ${$('_epoch_number')}`);\n" +
          "    await publishStep(client, 'begin', 'begin isolation level read committed');\n    const epoch",
      },
      {
        find: "`update ${table} set n = n + 1${returning('n::text as n')}`",
        replace: "`select nextval('${schema}._epoch_number')::text as n`",
      },
      {
        find: "    await publishStep(client, 'commit', 'commit');\n    return { epoch",
        replace:
          "    await publishStep(client, 'commit', `update ${$('_epoch')} set n = greatest(n, ${epoch}); commit`);\n" +
          '    return { epoch',
      },
    ],
    caughtBy: 'lib/refresh/publish/publish-faults.db.test.ts',
    pattern: 'commit in the order of their epochs',
  },
  {
    name: 'the base is not checked',
    why: 'Rows that two runs built from the same state are published twice.',
    file,
    edits: [{ find: '  if (!moved) return;', replace: '  if (moved || !moved) return;' }],
    caughtBy: 'lib/refresh/publish/publish-faults.db.test.ts',
    pattern: 'does not add them twice',
  },
  {
    name: 'holds are not checked',
    why: 'A run that was planned before a roll-back brings the bad rows again.',
    file,
    edits: [{ find: "    if (publish.kind !== 'roll back') await requireNoHold(context, publish);\n", replace: '' }],
    caughtBy: 'lib/refresh/publish/publish-faults.db.test.ts',
    pattern: 'of days that were held meanwhile',
  },
  {
    name: 'replaced rows are not closed',
    why: 'Every changed row counts twice.',
    file,
    edits: [{ find: '  if (diff.closed > 0) {', replace: '  if (diff.closed < 0) {' }],
    caughtBy: 'lib/refresh/build/incremental.db.test.ts',
  },
  {
    name: 'a generation ends an epoch too early',
    why: 'The epoch before a rebuild reads empty.',
    file,
    edits: [{ find: 'set to_epoch = $2 where summary = $1', replace: 'set to_epoch = $2 - 1 where summary = $1' }],
    caughtBy: 'lib/refresh/publish/publish.db.test.ts',
    pattern: 'with very many changed rows',
  },
  {
    name: 'a roll-back holds nothing',
    why: 'The next refresh publishes the bad rows again.',
    file,
    edits: [{ find: '    if (publish.holds) await holdDays(context, publish, publish.holds, epoch);\n', replace: '' }],
    caughtBy: 'lib/refresh/roll-back/roll-back.db.test.ts',
    pattern: 'is not undone by a refresh',
  },
  {
    name: 'a kept build may be published over newer rows',
    why: 'What is right by now is replaced by what was wrong before.',
    file: 'lib/refresh/quarantine/refusal.ts',
    edits: [{ find: 'if (now.publishedSince !== null)', replace: 'if (now.publishedSince === -1)' }],
    caughtBy: 'lib/refresh/quarantine/quarantine.db.test.ts',
  },
];
