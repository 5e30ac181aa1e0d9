import { sql } from 'kysely';
import { randomSecret, secretHash } from '#lib/auth/secret.ts';
import type { Viewer } from '#lib/auth/viewer.ts';
import type { ControlStore } from '#lib/store/connect.ts';

/** How long a browser stays signed in. */
export const sessionDays = 14;

/** Opens a session for a person; the token goes into their cookie and is stored nowhere. */
export async function openSession(
  db: ControlStore,
  personId: string,
  userAgent: string | null,
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomSecret();
  const { expires_at } = await db
    .insertInto('session')
    .values({
      hash: secretHash(token),
      person_id: personId,
      expires_at: sql<Date>`now() + make_interval(days => ${sessionDays})`,
      user_agent: userAgent?.slice(0, 300) ?? null,
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow();
  return { token, expiresAt: expires_at };
}

/**
 * Who holds this session token, or null. One join and no cache, so a cut role or a disabled person is felt by the very
 * next request.
 */
export async function viewerOfSession(db: ControlStore, token: string): Promise<Viewer | null> {
  const row = await db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .select(['person.id', 'person.email', 'person.name', 'person.role', 'person.attributes'])
    .where('session.hash', '=', secretHash(token))
    .where('session.expires_at', '>', sql<Date>`now()`)
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** Ends one session; ending it twice is no error. */
export async function closeSession(db: ControlStore, token: string): Promise<void> {
  await db.deleteFrom('session').where('hash', '=', secretHash(token)).execute();
}

/** Ends every session of a person, as when their password changes. */
export async function closeSessionsOf(db: ControlStore, personId: string): Promise<void> {
  await db.deleteFrom('session').where('person_id', '=', personId).execute();
}
