import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import { audit } from '#lib/auth/audit.ts';
import { setGroups } from '#lib/auth/groups.ts';
import { hashPassword } from '#lib/auth/password.ts';
import { storePassword } from '#lib/auth/people.ts';
import { forgive, withinLimits } from '#lib/auth/rate-limit.ts';
import { requirePassword } from '#lib/auth/require-password.ts';
import { secretHash } from '#lib/auth/secret.ts';
import { openSession } from '#lib/auth/session.ts';
import type { Caller } from '#lib/auth/sign-in.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { InvitationTable } from '#lib/store/tables/people.ts';

/** What becomes of a link when somebody opens it. */
export type InvitationState =
  | { state: 'open'; email: string; kind: 'new person' | 'new password' }
  | { state: 'used' | 'expired' | 'revoked' | 'unknown' | 'limited' };

/** What the link with this secret can still do. Links that lead nowhere count as attempts to guess one. */
export async function invitationState(db: ControlStore, secret: string, caller: Caller): Promise<InvitationState> {
  const limits = [{ key: `invitation address ${caller.address}`, perMinute: 30 }];
  if (!(await withinLimits(db, limits))) return { state: 'limited' };
  const row = await db
    .selectFrom('invitation')
    .leftJoin('person', 'person.id', 'invitation.person_id')
    .select(['invitation.email', 'person_id', 'used_at', 'revoked_at', 'person.disabled_at'])
    .select(sql<boolean>`invitation.expires_at <= now()`.as('expired'))
    .where('invitation.hash', '=', secretHash(secret))
    .executeTakeFirst();
  if (!row) return { state: 'unknown' };
  if (row.used_at) return { state: 'used' };
  if (row.revoked_at || row.disabled_at) return { state: 'revoked' };
  if (row.expired) return { state: 'expired' };
  await forgive(db, limits);
  return { state: 'open', email: row.email, kind: row.person_id ? 'new password' : 'new person' };
}

export type Acceptance = { name: string; password: string };

/**
 * Uses a link: adds the invited person, or gives a person their new password, and opens a session. However many use one
 * link at the same moment, one of them succeeds.
 */
export async function acceptInvitation(
  db: ControlStore,
  secret: string,
  { name, password }: Acceptance,
  caller: Caller,
): Promise<{ token: string; expiresAt: Date }> {
  const found = await invitationState(db, secret, caller);
  if (found.state !== 'open') throw refusal(found.state);
  requirePassword(password, found.email);
  const hash = await hashPassword(password);
  return db.transaction().execute(async (trx) => {
    const used = await trx
      .updateTable('invitation')
      .set({ used_at: sql<Date>`now()` })
      .where('hash', '=', secretHash(secret))
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<Date>`now()`)
      .returningAll()
      .executeTakeFirst();
    if (!used) throw refusal('used');
    const id = used.person_id ?? (await addInvited(trx, used, name));
    await storePassword(trx, id, hash);
    const session = await openSession(trx, id, caller.userAgent);
    const what = used.person_id ? 'person.password' : 'invitation.accept';
    const detail = { invitation: used.id, person: used.email, address: caller.address };
    await audit(trx, { who: used.email, what, detail });
    return session;
  });
}

async function addInvited(trx: ControlStore, invitation: Selectable<InvitationTable>, name: string): Promise<string> {
  const { email, role } = invitation;
  if (!role) throw new Error('An invitation without a person has no role.');
  const id = randomUUID();
  const added = await trx
    .insertInto('person')
    .values({ id, email, role, name: name.trim() || email })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) {
    throw new PersonError({ message: message('invite.isHere', { email }), status: 409 });
  }
  // A group may have been removed since the invitation was written.
  const groups = await trx
    .selectFrom('people_group')
    .select('name')
    .where('name', '=', sql<string>`any(${invitation.groups})`)
    .execute();
  await setGroups(
    trx,
    id,
    groups.map((group) => group.name),
  );
  return id;
}

function refusal(state: Exclude<InvitationState['state'], 'open'>): PersonError {
  return new PersonError({
    message: message('people.sentences', {
      first: { message: message(`invite.${state}`) },
      second: { message: message(`invite.${state}Todo`) },
    }),
    status: state === 'limited' ? 429 : 410,
  });
}
