import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '#lib/auth/audit.ts';
import { requireGroups } from '#lib/auth/groups.ts';
import { normalEmail, personByEmail } from '#lib/auth/people.ts';
import type { InvitationView } from '#lib/auth/people-types.ts';
import { randomSecret, secretHash } from '#lib/auth/secret.ts';
import type { Role } from '#lib/auth/viewer.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';

/** How long the link of an invitation can be used. */
export const invitationDays = 7;

/** A link for one use. Its secret is answered this once and stored nowhere. */
export type InvitationLink = { id: string; secret: string; expiresAt: Date };

/** Where the person goes with the secret of a link. */
export function invitationUrl(appUrl: string, secret: string): string {
  return `${appUrl}/invite/${secret}`;
}

/** Invites somebody new: whoever has the link chooses a name and password and is then here with this role and groups. */
export async function invite(
  db: ControlStore,
  who: string,
  wish: { email: string; role: Role; groups?: readonly string[] },
): Promise<InvitationLink> {
  const email = normalEmail(wish.email);
  const groups = [...new Set(wish.groups ?? [])].sort();
  return db.transaction().execute(async (trx) => {
    const person = await trx.selectFrom('person').select('id').where('email', '=', email).executeTakeFirst();
    if (person) {
      throw new PersonError({ message: message('people.isHere', { email }), status: 409 });
    }
    await requireGroups(trx, groups);
    const link = await makeLink(trx, who, { email, role: wish.role, groups: JSON.stringify(groups) });
    const detail = { invitation: link.id, person: email, role: wish.role, groups };
    await audit(trx, { who, what: 'invitation.add', detail });
    return link;
  });
}

/** A link by which a person who is here chooses a new password. Their old one works until the link is used. */
export async function passwordLink(db: ControlStore, who: string, email: string): Promise<InvitationLink> {
  return db.transaction().execute(async (trx) => {
    const person = await personByEmail(trx, email);
    if (person.disabled_at) {
      throw new PersonError({ message: message('people.isDisabled', { email: person.email }), status: 409 });
    }
    const link = await makeLink(trx, who, { email: person.email, person_id: person.id });
    await audit(trx, { who, what: 'person.password-link', detail: { invitation: link.id, person: person.email } });
    return link;
  });
}

/** Adds the link, in place of earlier ones for the same email. */
async function makeLink(
  trx: ControlStore,
  who: string,
  wish: { email: string; person_id?: string; role?: Role; groups?: string },
): Promise<InvitationLink> {
  await trx
    .updateTable('invitation')
    .set({ revoked_at: sql<Date>`now()` })
    .where('email', '=', wish.email)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
  const secret = randomSecret();
  const { id, expires_at } = await trx
    .insertInto('invitation')
    .values({
      ...wish,
      id: randomUUID(),
      hash: secretHash(secret),
      created_by: who,
      expires_at: sql<Date>`now() + make_interval(days => ${invitationDays})`,
    })
    .returning(['id', 'expires_at'])
    .executeTakeFirstOrThrow();
  return { id, secret, expiresAt: expires_at };
}

/** The invitations that can still be used, newest first. */
export async function listInvitations(db: ControlStore): Promise<InvitationView[]> {
  const rows = await db
    .selectFrom('invitation')
    .selectAll()
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: row.role,
    groups: row.groups,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
}

/** Takes a link back; one that was used or taken back before is left as it is. */
export async function revokeInvitation(db: ControlStore, who: string, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const revoked = await trx
      .updateTable('invitation')
      .set({ revoked_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .returning('email')
      .executeTakeFirst();
    if (!revoked) return;
    await audit(trx, { who, what: 'invitation.revoke', detail: { invitation: id, person: revoked.email } });
  });
}
