'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { formAction } from '#lib/auth/action.ts';
import { audit } from '#lib/auth/audit.ts';
import { callerOf } from '#lib/auth/caller.ts';
import { changePassword } from '#lib/auth/change-password.ts';
import { sessionCookieName } from '#lib/auth/cookie.ts';
import { shortestPassword } from '#lib/auth/password-rules.ts';
import { closeSession } from '#lib/auth/session.ts';
import { clearSessionCookie, setSessionCookie } from '#lib/auth/session-cookie.ts';
import { readEnvironment } from '#lib/environment.ts';
import { controlStore } from '#lib/store/connect.ts';

/** Ends this browser's session. */
export const signOutAction = formAction('account.signOut', z.unknown(), async (_, { viewer }): Promise<never> => {
  const token = (await cookies()).get(sessionCookieName(readEnvironment().appUrl))?.value;
  if (token) await closeSession(controlStore(), token);
  await audit(controlStore(), { who: viewer.email, what: 'sign-out' });
  await clearSessionCookie();
  redirect('/sign-in');
});

const changePasswordInput = z
  .object({
    current: z.string().min(1, 'Enter your current password.').max(1000),
    next: z.string().min(shortestPassword, `Use at least ${shortestPassword} characters.`).max(1000),
    again: z.string(),
  })
  .refine(({ next, again }) => next === again, { error: 'The two new passwords differ.' });

/** Changes the viewer's password; their other browsers are signed out. */
export const changePasswordAction = formAction(
  'account.changePassword',
  changePasswordInput,
  async ({ current, next }, { viewer, headers }) => {
    await setSessionCookie(await changePassword(controlStore(), viewer, { current, next }, callerOf(headers)));
    return { changed: true };
  },
);
