import { type Kysely, sql } from 'kysely';

/** Groups of people, invitations by link, a person's language, and when people, sessions and tokens were last seen. */
export const groups = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      alter table summa_control.person
        add column language text check (language in ('en', 'ko')),
        add column seen_at timestamptz`.execute(db);
    // A name to end a session by: its hash would do, but belongs to nobody's eyes.
    await sql`
      alter table summa_control.session
        add column id text not null unique default gen_random_uuid()::text,
        add column seen_at timestamptz not null default now()`.execute(db);
    await sql`alter table summa_control.token add column used_at timestamptz`.execute(db);
    await sql`
      create table summa_control.people_group (
        name text primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
        created_at timestamptz not null default now()
      )`.execute(db);
    await sql`
      create table summa_control.group_member (
        group_name text not null references summa_control.people_group on delete cascade,
        person_id text not null references summa_control.person on delete cascade,
        primary key (person_id, group_name)
      )`.execute(db);
    await sql`create index group_member_group on summa_control.group_member (group_name)`.execute(db);
    // With a person the link gives them a new password, without one it makes them.
    await sql`
      create table summa_control.invitation (
        id text primary key,
        hash text not null unique,
        email text not null check (email = lower(email)),
        person_id text references summa_control.person on delete cascade,
        role text check (role in ('analyst', 'scientist', 'admin')),
        groups jsonb not null default '[]' check (jsonb_typeof(groups) = 'array'),
        created_by text not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        used_at timestamptz,
        revoked_at timestamptz,
        check ((person_id is null) = (role is not null))
      )`.execute(db);
    await sql`create index invitation_email on summa_control.invitation (email)`.execute(db);
  },
};
