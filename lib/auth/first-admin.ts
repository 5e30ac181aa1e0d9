import { randomUUID } from 'node:crypto';
import { audit } from '#lib/auth/audit.ts';
import { hashPassword, randomPassword } from '#lib/auth/password.ts';
import { lockPeople, normalEmail } from '#lib/auth/people.ts';
import type { ControlStore } from '#lib/store/connect.ts';

/** Who the first admin is when the environment names nobody. */
const unnamedAdmin = 'admin@localhost';

/**
 * Makes sure that somebody can administer Summa, without a set-up page that whoever comes first could claim.
 *
 * The environment's admin when it names one, else `admin@localhost` with a random password, which is answered this once
 * and stored only as a hash. When an admin exists nothing changes and the password is null. Calls at the same time, from
 * any number of processes, make exactly one.
 */
export async function ensureFirstAdmin(
  db: ControlStore,
  environment: { admin: { email: string; password: string } | null },
): Promise<{ email: string; oneTimePassword: string | null }> {
  const existing = await firstAdmin(db);
  if (existing) return { email: existing, oneTimePassword: null };
  return db.transaction().execute(async (trx) => {
    await lockPeople(trx);
    const winner = await firstAdmin(trx);
    if (winner) return { email: winner, oneTimePassword: null };

    const oneTimePassword = environment.admin ? null : randomPassword();
    const email = normalEmail(environment.admin?.email ?? unnamedAdmin);
    const hash = await hashPassword(environment.admin?.password ?? oneTimePassword ?? randomPassword());
    const { id } = await trx
      .insertInto('person')
      .values({ id: randomUUID(), email, name: 'Admin', role: 'admin' })
      .onConflict((conflict) => conflict.column('email').doUpdateSet({ role: 'admin', disabled_at: null }))
      .returning('id')
      .executeTakeFirstOrThrow();
    await trx
      .insertInto('password')
      .values({ person_id: id, hash })
      .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ hash }))
      .execute();
    await audit(trx, { who: 'system', what: 'person.first-admin', detail: { person: email } });
    return { email, oneTimePassword };
  });
}

async function firstAdmin(db: ControlStore): Promise<string | null> {
  const row = await db
    .selectFrom('person')
    .select('email')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row?.email ?? null;
}
