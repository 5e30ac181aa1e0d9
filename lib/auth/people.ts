import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import { audit } from '#lib/auth/audit.ts';
import { hashPassword } from '#lib/auth/password.ts';
import { closeSessionsOf } from '#lib/auth/session.ts';
import type { Role } from '#lib/auth/viewer.ts';
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
  throw new PersonError({
    found: `Nobody here has the email ${normalEmail(email)}.`,
    expected: 'An email that stands in the list of people.',
    todo: 'See who there is: npm run summa -- people list',
    status: 404,
  });
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

/** Gives a person another role. It counts from their next request on. */
export async function setRole(db: ControlStore, who: string, email: string, role: Role): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockPeople(trx);
    const person = await personByEmail(trx, email);
    if (person.role === 'admin' && role !== 'admin') await refuseLastAdmin(trx, person.id, person.email);
    await trx.updateTable('person').set({ role }).where('id', '=', person.id).execute();
    await audit(trx, { who, what: 'person.role', detail: { person: person.email, from: person.role, to: role } });
  });
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
    if (disabled) await closeSessionsOf(trx, person.id);
    const what = disabled ? 'person.disable' : 'person.enable';
    await audit(trx, { who, what, detail: { person: person.email } });
  });
}

/** Gives a person a new password and ends the sessions opened with the old one. */
export async function setPassword(db: ControlStore, who: string, email: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await db.transaction().execute(async (trx) => {
    const person = await personByEmail(trx, email);
    await trx
      .insertInto('password')
      .values({ person_id: person.id, hash })
      .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ hash, changed_at: sql<Date>`now()` }))
      .execute();
    await closeSessionsOf(trx, person.id);
    await audit(trx, { who, what: 'person.password', detail: { person: person.email } });
  });
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
  throw new PersonError({
    found: `${email} is the only admin.`,
    expected: 'At least one admin who may sign in.',
    todo: 'Make somebody else an admin first.',
    status: 409,
  });
}
