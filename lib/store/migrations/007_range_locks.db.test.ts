import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { testStore } from '#lib/store/test-store.ts';
import { runs } from './002_runs.ts';
import { watchedTables } from './005_watched_tables.ts';
import { tasks } from './006_tasks.ts';
import { rangeLocks } from './007_range_locks.ts';

const older: Migration[] = [runs, watchedTables, tasks];
const migration: Migration = rangeLocks;

describe('migration 007', () => {
  it('keeps the runs of an older version, and one of those that wait for the same', async (t) => {
    const store = await testStore(t);
    await sql`drop schema summa_control cascade; create schema summa_control`.execute(store);
    for (const each of older) await each.up(store);
    await sql`
      insert into summa_control.run (chain, summary, mode, state, attempt, requested_by, plan, finished_at) values
        ('daily', 'daily', 'due', 'succeeded', 1, 'test', '{}', now()),
        ('daily', 'daily', 'due', 'building', 1, 'test', '{}', null),
        ('daily', 'daily', 'due', 'queued', 1, 'test', null, null),
        ('daily', 'daily', 'due', 'queued', 0, 'test', null, null),
        ('daily', 'daily', 'all', 'queued', 0, 'test', null, null)`.execute(store);
    await migration.up(store);
    const { rows } = await sql<{ state: string }>`select state from summa_control.run order by id`.execute(store);
    assert.deepEqual(
      rows.map(({ state }) => state),
      ['succeeded', 'building', 'cancelled', 'queued', 'queued'],
    );
  });
});
