import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '#lib/auth/audit.ts';
import { personByEmail } from '#lib/auth/people.ts';
import type { TokenView } from '#lib/auth/people-types.ts';
import { randomSecret, secretHash } from '#lib/auth/secret.ts';
import { personSeen, seenEvery } from '#lib/auth/seen.ts';
import type { Viewer } from '#lib/auth/viewer.ts';
import { groupsOfPerson, viewerColumns } from '#lib/auth/viewer-columns.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';

/** Personal tokens start with this, so that people and secret scanners can tell what they have found. */
export const tokenPrefix = 'summa_';

/** Makes a personal token for a person and answers its text, which is shown once and stored nowhere. */
export async function createToken(
  db: ControlStore,
  who: string,
  token: { email: string; name: string; days?: number },
): Promise<string> {
  const person = await personByEmail(db, token.email);
  if (person.disabled_at) {
    throw new PersonError({
      found: `${person.email} is disabled.`,
      expected: 'Only people who may sign in can have tokens.',
      todo: `Enable them first: npm run summa -- people enable --email ${person.email}`,
    });
  }
  const secret = tokenPrefix + randomSecret();
  await db.transaction().execute(async (trx) => {
    const id = randomUUID();
    await trx
      .insertInto('token')
      .values({
        id,
        hash: secretHash(secret),
        person_id: person.id,
        name: token.name,
        expires_at: token.days === undefined ? null : sql<Date>`now() + make_interval(days => ${token.days})`,
      })
      .execute();
    await audit(trx, { who, what: 'token.create', detail: { token: id, name: token.name, person: person.email } });
  });
  return secret;
}

/** Who this personal token acts for, or null when it is unknown, expired or revoked, or its person is disabled. */
export async function viewerOfToken(db: ControlStore, secret: string): Promise<Viewer | null> {
  if (!secret.startsWith(tokenPrefix)) return null;
  const row = await db
    .selectFrom('token')
    .innerJoin('person', 'person.id', 'token.person_id')
    .select([...viewerColumns, groupsOfPerson.as('groups')])
    .select(sql<boolean>`coalesce(token.used_at, '-infinity') < now() - ${seenEvery}`.as('stale'))
    .where('token.hash', '=', secretHash(secret))
    .where('token.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('token.expires_at', 'is', null), eb('token.expires_at', '>', sql<Date>`now()`)]))
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  const { stale, ...viewer } = row;
  if (stale) {
    await db.updateTable('token').set({ used_at: sql<Date>`now()` }).where('hash', '=', secretHash(secret)).execute();
    await personSeen(db, viewer.id);
  }
  return viewer;
}

/** The tokens of a person that work, newest first. */
export async function listTokens(db: ControlStore, personId: string): Promise<TokenView[]> {
  const rows = await db
    .selectFrom('token')
    .select(['id', 'name', 'created_at', 'expires_at', 'used_at'])
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', sql<Date>`now()`)]))
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    usedAt: row.used_at?.toISOString() ?? null,
  }));
}

/** Ends a personal token by its id, if it is this person's; ending it twice is no error. */
export async function revokeToken(db: ControlStore, who: string, personId: string, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const revoked = await trx
      .updateTable('token')
      .set({ revoked_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('person_id', '=', personId)
      .where('revoked_at', 'is', null)
      .returning(['id', 'name'])
      .executeTakeFirst();
    if (revoked) await audit(trx, { who, what: 'token.revoke', detail: { token: revoked.id, name: revoked.name } });
  });
}
