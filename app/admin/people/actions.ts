'use server';

import { cookies } from 'next/headers';
import { z } from 'zod';
import { action } from '#lib/auth/action.ts';
import { sessionCookieName } from '#lib/auth/cookie.ts';
import { addGroup, removeGroup } from '#lib/auth/groups.ts';
import { type InvitationLink, invitationUrl, invite, passwordLink, revokeInvitation } from '#lib/auth/invitations.ts';
import { changePerson, personByEmail, setDisabled } from '#lib/auth/people.ts';
import { endSession, listSessions } from '#lib/auth/session.ts';
import { roles } from '#lib/auth/viewer.ts';
import { readEnvironment } from '#lib/environment.ts';
import type { MessageKey } from '#lib/i18n/language.ts';
import { controlStore } from '#lib/store/connect.ts';

const email = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^@\s]+@[^@\s]+$/, 'people.enterEmail' satisfies MessageKey);
const role = z.enum(roles);
const groups = z.array(z.string().max(100)).max(200);
const attributes = z.record(
  z.string().regex(/^[a-z][a-zA-Z0-9_]{0,59}$/, 'people.attributeName' satisfies MessageKey),
  z.array(z.string().max(500)).max(1000),
);

const shown = ({ secret, expiresAt }: InvitationLink) => ({
  link: invitationUrl(readEnvironment().appUrl, secret),
  expiresAt: expiresAt.toISOString(),
});

/** Invites somebody new; the link is answered only here. */
export const inviteAction = action('people.invite', z.strictObject({ email, role, groups }), async (wish, { viewer }) =>
  shown(await invite(controlStore(), viewer.email, wish)),
);

/** Takes an invitation back. */
export const revokeInvitationAction = action(
  'people.revokeInvitation',
  z.strictObject({ id: z.string().max(100) }),
  ({ id }, { viewer }) => revokeInvitation(controlStore(), viewer.email, id),
);

/** Changes role, groups and attributes of a person. */
export const changePersonAction = action(
  'people.change',
  z.strictObject({ email, role, groups, attributes }),
  ({ email, ...change }, { viewer }) => changePerson(controlStore(), viewer.email, email, change),
);

/** Shuts a person out, or lets them in again. */
export const setDisabledAction = action(
  'people.setDisabled',
  z.strictObject({ email, disabled: z.boolean() }),
  ({ email, disabled }, { viewer }) => setDisabled(controlStore(), viewer.email, email, disabled),
);

/** A link for a new password; it is answered only here. */
export const passwordLinkAction = action(
  'people.passwordLink',
  z.strictObject({ email }),
  async ({ email }, { viewer }) => shown(await passwordLink(controlStore(), viewer.email, email)),
);

/** Where a person is signed in. */
export const sessionsOfAction = action('people.sessions', z.strictObject({ email }), async ({ email }) => {
  const { id } = await personByEmail(controlStore(), email);
  const { appUrl } = readEnvironment();
  const here = (await cookies()).get(sessionCookieName(appUrl))?.value;
  return { sessions: await listSessions(controlStore(), id, here), now: new Date().toISOString() };
});

/** Ends one session of a person. */
export const endSessionOfAction = action(
  'people.endSession',
  z.strictObject({ email, id: z.string().max(100) }),
  async ({ email, id }, { viewer }) => {
    const person = await personByEmail(controlStore(), email);
    await endSession(controlStore(), viewer.email, person.id, id);
  },
);

/** Makes a group. */
export const addGroupAction = action(
  'people.addGroup',
  z.strictObject({ name: z.string().trim().max(100) }),
  ({ name }, { viewer }) => addGroup(controlStore(), viewer.email, name),
);

/** Removes a group. */
export const removeGroupAction = action(
  'people.removeGroup',
  z.strictObject({ name: z.string().max(100) }),
  ({ name }, { viewer }) => removeGroup(controlStore(), viewer.email, name),
);
