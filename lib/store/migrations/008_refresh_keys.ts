import { type Kysely, sql } from 'kysely';

/** Which run a caller's `Idempotency-Key` has made, so that the same request sent again finds it. */
export const refreshKeys = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table summa_control.refresh_key (
        who text not null,
        key text not null,
        body_hash text not null,
        run bigint references summa_control.run on delete cascade,
        created_at timestamptz not null default now(),
        primary key (who, key)
      )`.execute(db);
    await sql`create index refresh_key_created on summa_control.refresh_key (created_at)`.execute(db);
  },
};
