import { type Kysely, sql } from 'kysely';

/** Which days a run writes, why it waits, how it is cancelled and retried, and when chains are due by the clock. */
export const rangeLocks = {
  async up(db: Kysely<unknown>): Promise<void> {
    await chains(db);
    await locks(db);
    await runColumns(db);
    await schedules(db);
  },
};

/** One row per chain: a number for its locks, and the row that planning and locking take turns on. */
async function chains(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table summa_control.chain (
      id integer generated always as identity primary key,
      name text not null unique,
      turn bigint not null default 0
    )`.execute(db);
}

async function locks(db: Kysely<unknown>): Promise<void> {
  await sql`drop index summa_control.run_writing`.execute(db);
  // The chain is a range of one number, for which GiST needs no extension: a role that may only create schemas has none.
  await sql`
    create table summa_control.run_lock (
      run bigint not null references summa_control.run on delete cascade,
      chain int4range not null,
      days daterange not null,
      held boolean not null,
      constraint run_lock_apart exclude using gist (chain with &&, days with &&) where (held)
    )`.execute(db);
  await sql`create index run_lock_run on summa_control.run_lock (run)`.execute(db);
  // Whoever moves a run out of the writing states, its days are free from that moment.
  await sql`
    create function summa_control.release_run() returns trigger language plpgsql as $$
    begin
      delete from summa_control.run_lock where run = new.id;
      update summa_control.run_unit set state = 'pending', started_at = null where run = new.id and state = 'building';
      update summa_control.chain set turn = turn + 1 where name = new.chain;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger release_run after update of state on summa_control.run for each row
      when (old.state in ('planning', 'building', 'checking', 'publishing', 'queued', 'lost')
        and new.state not in ('planning', 'building', 'checking', 'publishing'))
      execute function summa_control.release_run()`.execute(db);
}

/** Asked for and without a frozen plan. */
const open = sql`task = 'refresh' and state in ('queued', 'planning', 'lost') and plan is null and not cancel_requested`;

async function runColumns(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table summa_control.run
      add column waits_for bigint,
      add column failures integer not null default 0,
      add column cancel_how text check (cancel_how in ('after unit', 'now')),
      add column cancelled_by text,
      add column settle boolean not null default false,
      add column needs text,
      add column retry_of bigint references summa_control.run on delete set null`.execute(db);
  // An equal request joins the one that has no frozen plan yet: that plan is made after the last of them.
  await sql`drop index summa_control.run_waiting`.execute(db);
  await sql`
    update summa_control.run r set state = 'cancelled', error = 'An equal run waits.', finished_at = now()
     where ${open} and exists (
       select from summa_control.run o
        where o.id > r.id and o.task = 'refresh' and o.state in ('queued', 'planning', 'lost') and o.plan is null
          and not o.cancel_requested
          and (o.chain, o.mode, coalesce(o.range_from, ''), coalesce(o.range_to, ''), o.allow_empty) =
              (r.chain, r.mode, coalesce(r.range_from, ''), coalesce(r.range_to, ''), r.allow_empty))`.execute(db);
  await sql`
    create unique index run_waiting on summa_control.run
      (chain, mode, coalesce(range_from, ''), coalesce(range_to, ''), allow_empty) where ${open}`.execute(db);
  await sql`
    create unique index run_waiting_task on summa_control.run (chain, task, coalesce(task_input::text, ''))
      where task <> 'refresh' and state = 'queued' and attempt = 0 and plan is null`.execute(db);
  await sql`
    create unique index run_retry on summa_control.run (retry_of) where retry_of is not null and finished_at is null`.execute(
    db,
  );
  await sql`create index run_chain on summa_control.run (chain, id)`.execute(db);
  await sql`create index run_settle on summa_control.run (id) where settle`.execute(db);
}

async function schedules(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table summa_control.schedule
      alter column every_seconds drop not null,
      add column cron text,
      add column zone text,
      add column set_by text,
      add column paused_by text,
      add column paused_at timestamptz`.execute(db);
}
