import { type Kysely, sql } from 'kysely';

/** Where admins are told of failed runs, and what they were told. */
export const webhook = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table summa_control.webhook (
        singleton boolean primary key default true check (singleton),
        url text not null,
        secret text not null,
        changed_by text not null,
        created_at timestamptz not null default now()
      )`.execute(db);
    await sql`
      create table summa_control.webhook_delivery (
        id text primary key,
        run bigint not null references summa_control.run on delete cascade,
        event text not null,
        body text not null,
        state text not null default 'waiting' check (state in ('waiting', 'delivered', 'given up')),
        attempts integer not null default 0,
        next_at timestamptz not null default now(),
        answer text,
        created_at timestamptz not null default now(),
        unique (run, event)
      )`.execute(db);
    await sql`
      create index webhook_delivery_waiting on summa_control.webhook_delivery (next_at) where state = 'waiting'`.execute(
      db,
    );
  },
};
