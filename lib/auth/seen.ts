import { sql } from 'kysely';
import type { ControlStore } from '#lib/store/connect.ts';

/** How old "last seen" may be: a page of many requests writes it once. */
export const seenEvery = sql`interval '1 minute'`;

/**
 * Notes that a person is here. By itself, outside of any transaction: whoever holds a session's row and waits for the
 * table of people could be waited for.
 */
export async function personSeen(db: ControlStore, id: string): Promise<void> {
  await db
    .updateTable('person')
    .set({ seen_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('seen_at', 'is', null), eb('seen_at', '<', sql<Date>`now() - ${seenEvery}`)]))
    .execute();
}
