import { type Kysely, sql } from 'kysely';

/** People, their passwords, sessions and tokens, the audit log and the counters of sign-in attempts. */
export const people = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table summa_control.person (
        id text primary key,
        email text not null unique check (email = lower(email)),
        name text not null,
        role text not null check (role in ('analyst', 'scientist', 'admin')),
        attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
        disabled_at timestamptz,
        created_at timestamptz not null default now()
      )`.execute(db);
    await sql`
      create table summa_control.password (
        person_id text primary key references summa_control.person on delete cascade,
        hash text not null,
        changed_at timestamptz not null default now()
      )`.execute(db);
    await sql`
      create table summa_control.session (
        hash text primary key,
        person_id text not null references summa_control.person on delete cascade,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        user_agent text
      )`.execute(db);
    await sql`create index session_person on summa_control.session (person_id)`.execute(db);
    await sql`
      create table summa_control.token (
        id text primary key,
        hash text not null unique,
        person_id text not null references summa_control.person on delete cascade,
        name text not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        revoked_at timestamptz
      )`.execute(db);
    await sql`create index token_person on summa_control.token (person_id)`.execute(db);
    await sql`
      create table summa_control.audit (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        who text not null,
        what text not null,
        detail jsonb not null default '{}'
      )`.execute(db);
    await sql`create index audit_at on summa_control.audit (at)`.execute(db);
    await sql`
      create table summa_control.attempt (
        key text primary key,
        started_at timestamptz not null,
        count integer not null
      )`.execute(db);
  },
};
