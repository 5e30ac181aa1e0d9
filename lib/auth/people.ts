import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Selectable, sql } from 'kysely';
import { audit } from '#lib/auth/audit.ts';
import { groupsOf, setGroups } from '#lib/auth/groups.ts';
import { hashPassword } from '#lib/auth/password.ts';
import { closeSessionsOf } from '#lib/auth/session.ts';
import type { Role } from '#lib/auth/viewer.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { PersonTable } from '#lib/store/tables/people.ts';

/** One form per address: two spellings of an email must not be two people. */
export function normalEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

/** The person with this email; a sentence when there is none. */
export async function personByEmail(db: ControlStore, email: string): Promise<Selectable<PersonTable>> {
  const person = await db.selectFrom('person').selectAll().where('email', '=', normalEmail(email)).executeTakeFirst();
  if (person) return person;
  throw new PersonError({ message: message('people.isNotHere', { email: normalEmail(email) }), status: 404 });
}

/** A person by their id, which somebody signed in always has. */
export async function personById(db: ControlStore, id: string): Promise<Selectable<PersonTable>> {
  return db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** Everybody, in order of email. */
export async function listPeople(db: ControlStore): Promise<Selectable<PersonTable>[]> {
  return db.selectFrom('person').selectAll().orderBy('email').execute();
}

/** Adds a person who can then sign in with `password`. */
export async function addPerson(
  db: ControlStore,
  who: string,
  person: { email: string; name: string; role: Role; attributes?: Record<string, string[]>; password: string },
): Promise<string> {
  const hash = await hashPassword(person.password);
  const email = normalEmail(person.email);
  const id = randomUUID();
  await db.transaction().execute(async (trx) => {
    const added = await trx
      .insertInto('person')
      .values({ id, email, name: person.name, role: person.role, attributes: JSON.stringify(person.attributes ?? {}) })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!added) {
      throw new PersonError({
        found: `Somebody with the email ${email} is here already.`,
        expected: 'An email that is not in the list of people.',
        todo: `To change their role: npm run summa -- people role --email ${email} --role ${person.role}`,
        status: 409,
      });
    }
    await trx.insertInto('password').values({ person_id: id, hash }).execute();
    await audit(trx, { who, what: 'person.add', detail: { person: email, role: person.role } });
  });
  return id;
}

/** What an admin may change of a person; what is absent stays. */
export type PersonChange = { role?: Role; groups?: readonly string[]; attributes?: Record<string, string[]> };

/** Changes what a person may see and do. It counts from their next request on. */
export async function changePerson(db: ControlStore, who: string, email: string, change: PersonChange): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockPeople(trx);
    const person = await personByEmail(trx, email);
    const note = (part: string, from: unknown, to: unknown) =>
      audit(trx, { who, what: `person.${part}`, detail: { person: person.email, from, to } });

    if (change.role !== undefined && change.role !== person.role) {
      if (person.role === 'admin' && !person.disabled_at) await refuseLastAdmin(trx, person.id, person.email);
      await trx.updateTable('person').set({ role: change.role }).where('id', '=', person.id).execute();
      await note('role', person.role, change.role);
    }
    if (change.attributes !== undefined && !isDeepStrictEqual(change.attributes, person.attributes)) {
      const attributes = JSON.stringify(change.attributes);
      await trx.updateTable('person').set({ attributes }).where('id', '=', person.id).execute();
      await note('attributes', person.attributes, change.attributes);
    }
    if (change.groups !== undefined) {
      const [from, to] = [await groupsOf(trx, person.id), [...new Set(change.groups)].sort()];
      if (isDeepStrictEqual(from, to)) return;
      await setGroups(trx, person.id, to);
      await note('groups', from, to);
    }
  });
}

/** Gives a person another role. It counts from their next request on. */
export function setRole(db: ControlStore, who: string, email: string, role: Role): Promise<void> {
  return changePerson(db, who, email, { role });
}

/** Shuts a person out, or lets them in again. Shutting out ends their sessions; their tokens stop working at once. */
export async function setDisabled(db: ControlStore, who: string, email: string, disabled: boolean): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockPeople(trx);
    const person = await personByEmail(trx, email);
    if (disabled && person.role === 'admin') await refuseLastAdmin(trx, person.id, person.email);
    await trx
      .updateTable('person')
      .set({ disabled_at: disabled ? sql<Date>`now()` : null })
      .where('id', '=', person.id)
      .execute();
    if (disabled) {
      // Links first: one that is just being used has opened its session when this goes on.
      await endLinksOf(trx, person.id);
      await closeSessionsOf(trx, person.id);
    }
    const what = disabled ? 'person.disable' : 'person.enable';
    await audit(trx, { who, what, detail: { person: person.email } });
  });
}

/** Gives a person a new password and ends the sessions opened with the old one. */
export async function setPassword(db: ControlStore, who: string, email: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await db.transaction().execute(async (trx) => {
    const person = await personByEmail(trx, email);
    await storePassword(trx, person.id, hash);
    await audit(trx, { who, what: 'person.password', detail: { person: person.email } });
  });
}

/** Puts a password's hash in place of the one before; links and sessions that rest on the old one end. */
export async function storePassword(trx: ControlStore, personId: string, hash: string): Promise<void> {
  await trx
    .insertInto('password')
    .values({ person_id: personId, hash })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ hash, changed_at: sql<Date>`now()` }))
    .execute();
  await endLinksOf(trx, personId);
  await closeSessionsOf(trx, personId);
}

/** Changes how a person is called; their own wish, so not one for the audit log. */
export async function setName(db: ControlStore, personId: string, name: string): Promise<void> {
  await db.updateTable('person').set({ name }).where('id', '=', personId).execute();
}

/** Changes the language a person reads Summa in; null follows the browser. */
export async function setLanguage(db: ControlStore, personId: string, language: Locale | null): Promise<void> {
  await db.updateTable('person').set({ language }).where('id', '=', personId).execute();
}

/** Ends the links by which a person could choose a new password. */
async function endLinksOf(trx: ControlStore, personId: string): Promise<void> {
  await trx
    .updateTable('invitation')
    .set({ revoked_at: sql<Date>`now()` })
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
}

/**
 * Lets one transaction at a time change who is an admin. Readers are not held up; without it two admins who demote each
 * other at the same moment would leave none.
 */
export async function lockPeople(trx: ControlStore): Promise<void> {
  await sql`lock table summa_control.person in share row exclusive mode`.execute(trx);
}

async function refuseLastAdmin(trx: ControlStore, id: string, email: string): Promise<void> {
  const other = await trx
    .selectFrom('person')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .where('id', '<>', id)
    .executeTakeFirst();
  if (other) return;
  throw new PersonError({ message: message('people.onlyAdmin', { email }), status: 409 });
}
