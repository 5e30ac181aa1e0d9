import { audit } from '#lib/auth/audit.ts';
import { verifyPassword } from '#lib/auth/password.ts';
import { normalEmail } from '#lib/auth/people.ts';
import { forgive, type Limit, sweep, withinLimits } from '#lib/auth/rate-limit.ts';
import { openSession } from '#lib/auth/session.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';

/** Where an attempt to sign in comes from, as far as the request tells. */
export type Caller = { address: string; userAgent: string | null };

/**
 * Opens a session for the person with this email and password.
 *
 * An unknown email, a wrong password and a disabled person get one answer in one time (a password is always verified):
 * nobody can learn here who has an account.
 */
export async function signIn(
  db: ControlStore,
  given: { email: string; password: string },
  caller: Caller,
): Promise<{ token: string; expiresAt: Date; language: Locale | null }> {
  const email = normalEmail(given.email);
  const limits = await requireFewFailures(db, email, caller);
  const person = await db
    .selectFrom('person')
    .leftJoin('password', 'password.person_id', 'person.id')
    .select(['person.id', 'person.disabled_at', 'person.language', 'password.hash'])
    .where('person.email', '=', email)
    .executeTakeFirst();
  const right = await verifyPassword(given.password, person?.hash ?? null);
  if (!person || !right || person.disabled_at) {
    await audit(db, { who: email, what: 'sign-in.failed', detail: { address: caller.address } });
    throw new PersonError({ message: message('signIn.wrong'), status: 401 });
  }

  await forgive(db, limits);
  await sweep(db);
  return db.transaction().execute(async (trx) => {
    const session = await openSession(trx, person.id, caller.userAgent);
    await audit(trx, { who: email, what: 'sign-in', detail: { address: caller.address } });
    return { ...session, language: person.language };
  });
}

/** How often a minute somebody may fail to sign in with one email. */
const failuresPerEmail = 10;

/** Counts an attempt to prove who one is, and refuses it when there were too many. Answers what to forgive if it holds. */
export async function requireFewFailures(db: ControlStore, email: string, caller: Caller): Promise<Limit[]> {
  const limits = [
    { key: `sign-in email ${email}`, perMinute: failuresPerEmail },
    { key: `sign-in address ${caller.address}`, perMinute: 50 },
  ];
  if (await withinLimits(db, limits)) return limits;
  throw new PersonError({ message: message('signIn.tooMany', { most: failuresPerEmail }), status: 429 });
}
