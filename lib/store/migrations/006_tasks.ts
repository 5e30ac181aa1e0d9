import { type Kysely, sql } from 'kysely';

/** Runs that do something else than refresh, and what is known of a unit while it is built. */
export const tasks = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      alter table summa_control.run
        add column task text not null default 'refresh' check (task in ('refresh', 'roll back', 'publish anyway')),
        add column task_input jsonb`.execute(db);
    await sql`drop index summa_control.run_waiting`.execute(db);
    await sql`
      create unique index run_waiting on summa_control.run
        (chain, mode, coalesce(range_from, ''), coalesce(range_to, ''), allow_empty, task, coalesce(task_input::text, ''))
        where state = 'queued' and attempt = 0`.execute(db);
    await sql`
      alter table summa_control.run_unit
        drop constraint run_unit_state_check,
        add constraint run_unit_state_check
          check (state in ('pending', 'building', 'published', 'unchanged', 'failed', 'quarantined')),
        add column started_at timestamptz,
        add column finished_at timestamptz,
        add column built_rows bigint,
        add column quarantine bigint,
        add column definition_diff jsonb`.execute(db);
  },
};
