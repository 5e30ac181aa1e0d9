import { sql } from 'kysely';
import { audit } from '#lib/auth/audit.ts';
import type { SessionView } from '#lib/auth/people-types.ts';
import { randomSecret, secretHash } from '#lib/auth/secret.ts';
import { personSeen, seenEvery } from '#lib/auth/seen.ts';
import type { Viewer } from '#lib/auth/viewer.ts';
import { groupsOfPerson, viewerColumns } from '#lib/auth/viewer-columns.ts';
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
    .select([...viewerColumns, groupsOfPerson.as('groups')])
    .select(
      sql<boolean>`least(session.seen_at, coalesce(person.seen_at, '-infinity')) < now() - ${seenEvery}`.as('stale'),
    )
    .where('session.hash', '=', secretHash(token))
    .where('session.expires_at', '>', sql<Date>`now()`)
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  const { stale, ...viewer } = row;
  if (stale) {
    await db.updateTable('session').set({ seen_at: sql<Date>`now()` }).where('hash', '=', secretHash(token)).execute();
    await personSeen(db, viewer.id);
  }
  return viewer;
}

/** Ends one session; ending it twice is no error. */
export async function closeSession(db: ControlStore, token: string): Promise<void> {
  await db.deleteFrom('session').where('hash', '=', secretHash(token)).execute();
}

/** The sessions of a person that are open, the last seen first. `token` is the asking browser's. */
export async function listSessions(db: ControlStore, personId: string, token?: string): Promise<SessionView[]> {
  const rows = await db
    .selectFrom('session')
    .select(['id', 'created_at', 'seen_at', 'user_agent', 'hash'])
    .where('person_id', '=', personId)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('seen_at', 'desc')
    .execute();
  const current = token === undefined ? null : secretHash(token);
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    userAgent: row.user_agent,
    current: row.hash === current,
  }));
}

/** Ends a person's session by its id; ending it twice is no error. */
export async function endSession(db: ControlStore, who: string, personId: string, id: string): Promise<void> {
  await endSessions(db, who, personId, (session) => session.id === id);
}

/** Ends all sessions of a person but the asking browser's. */
export async function endOtherSessions(db: ControlStore, who: string, personId: string, token: string): Promise<void> {
  await endSessions(db, who, personId, (session) => session.hash !== secretHash(token));
}

/** Ends those of a person's sessions that `ends` names, or all, and writes it down. */
export async function endSessions(
  db: ControlStore,
  who: string,
  personId: string,
  ends: (session: { id: string; hash: string }) => boolean = () => true,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const open = await trx
      .selectFrom('session')
      .innerJoin('person', 'person.id', 'session.person_id')
      .select(['session.id', 'session.hash', 'person.email'])
      .where('person_id', '=', personId)
      .execute();
    const ended = open.filter(ends);
    if (ended.length === 0) return;
    await trx
      .deleteFrom('session')
      .where(
        'id',
        'in',
        ended.map((session) => session.id),
      )
      .execute();
    await audit(trx, { who, what: 'session.end', detail: { person: ended[0]?.email, sessions: ended.length } });
  });
}

/** Ends every session of a person, as when their password changes. */
export async function closeSessionsOf(db: ControlStore, personId: string): Promise<void> {
  await db.deleteFrom('session').where('person_id', '=', personId).execute();
}
