import { type Kysely, sql } from 'kysely';

/** What the tables of a watched chain were like when a refresh was last requested for them. */
export const watchedTables = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table summa_control.schedule add column seen text`.execute(db);
  },
};
