'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { formAction } from '#lib/auth/action.ts';
import { audit } from '#lib/auth/audit.ts';
import { sessionCookieName } from '#lib/auth/cookie.ts';
import { closeSession } from '#lib/auth/session.ts';
import { clearSessionCookie } from '#lib/auth/session-cookie.ts';
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
