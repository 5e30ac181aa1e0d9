'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { acceptInvitation } from '#lib/auth/accept-invitation.ts';
import { formAction } from '#lib/auth/action.ts';
import { callerOf } from '#lib/auth/caller.ts';
import { setSessionCookie } from '#lib/auth/session-cookie.ts';
import type { MessageKey } from '#lib/i18n/language.ts';
import { controlStore } from '#lib/store/connect.ts';

const acceptance = z.object({
  token: z.string().max(200),
  name: z
    .string()
    .trim()
    .max(100, 'account.nameTooLong' satisfies MessageKey)
    .default(''),
  password: z.string().max(1000),
});

/** Uses an invitation and goes on to the home page, signed in. */
export const acceptInvitationAction = formAction(
  'invite.accept',
  acceptance,
  async ({ token, ...chosen }, { headers }): Promise<never> => {
    await setSessionCookie(await acceptInvitation(controlStore(), token, chosen, callerOf(headers)));
    redirect('/');
  },
);
