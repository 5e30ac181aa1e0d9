import { type Kysely, sql } from 'kysely';

/** Runs of refreshes, their units and log, and when summaries are due. */
export const runs = {
  async up(db: Kysely<unknown>): Promise<void> {
    // One number per attempt, larger than any before: the warehouse refuses a publish with a smaller one.
    await sql`create sequence summa_control.run_fence`.execute(db);
    await sql`
      create table summa_control.run (
        id bigint generated always as identity primary key,
        chain text not null,
        summary text not null,
        mode text not null check (mode in ('due', 'missing', 'failed', 'all')),
        range_from text,
        range_to text,
        allow_empty boolean not null default false,
        state text not null check (state in ('requested', 'queued', 'planning', 'building', 'checking', 'publishing',
          'succeeded', 'partial', 'failed', 'cancelled', 'lost')),
        requested_by text not null,
        reason text,
        plan jsonb,
        attempt integer not null default 0,
        losses integer not null default 0,
        fence bigint,
        worker text,
        lease_until timestamptz,
        not_before timestamptz not null default now(),
        cancel_requested boolean not null default false,
        error text,
        created_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz
      )`.execute(db);
    // The range lock: a chain of summaries is written by one run at a time, whatever its ranges.
    await sql`
      create unique index run_writing on summa_control.run (chain)
        where state in ('planning', 'building', 'checking', 'publishing')`.execute(db);
    // An equal request joins the one that waits. A run that was begun keeps its frozen plan and is no longer equal.
    await sql`
      create unique index run_waiting on summa_control.run
        (chain, mode, coalesce(range_from, ''), coalesce(range_to, ''), allow_empty)
        where state = 'queued' and attempt = 0`.execute(db);
    await sql`create index run_state on summa_control.run (state, id)`.execute(db);
    await sql`
      create table summa_control.run_unit (
        run bigint not null references summa_control.run on delete cascade,
        ordinal integer not null,
        unit text not null,
        range_from text,
        range_to text,
        state text not null default 'pending' check (state in ('pending', 'published', 'unchanged', 'failed')),
        epoch bigint,
        rows_opened bigint not null default 0,
        rows_closed bigint not null default 0,
        checks jsonb not null default '[]',
        error text,
        changed_at timestamptz not null default now(),
        primary key (run, unit)
      )`.execute(db);
    await sql`
      create table summa_control.run_log (
        id bigint generated always as identity primary key,
        run bigint not null references summa_control.run on delete cascade,
        attempt integer not null,
        at timestamptz not null default now(),
        line text not null
      )`.execute(db);
    await sql`create index run_log_run on summa_control.run_log (run, id)`.execute(db);
    await sql`
      create table summa_control.schedule (
        summary text primary key,
        every_seconds integer not null,
        next_at timestamptz not null
      )`.execute(db);
  },
};
