import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '#lib/auth/audit.ts';
import { personByEmail } from '#lib/auth/people.ts';
import { randomSecret, secretHash } from '#lib/auth/secret.ts';
import type { Viewer } from '#lib/auth/viewer.ts';
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
    .select(['person.id', 'person.email', 'person.name', 'person.role', 'person.attributes'])
    .where('token.hash', '=', secretHash(secret))
    .where('token.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('token.expires_at', 'is', null), eb('token.expires_at', '>', sql<Date>`now()`)]))
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** Ends a personal token by its id. */
export async function revokeToken(db: ControlStore, who: string, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const revoked = await trx
      .updateTable('token')
      .set({ revoked_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning(['id', 'name'])
      .executeTakeFirst();
    if (revoked) await audit(trx, { who, what: 'token.revoke', detail: { token: revoked.id, name: revoked.name } });
  });
}
