'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { formAction } from '#lib/auth/action.ts';
import { callerOf } from '#lib/auth/caller.ts';
import { setLanguageCookie } from '#lib/auth/language-cookie.ts';
import { ownPath } from '#lib/auth/origin.ts';
import { setSessionCookie } from '#lib/auth/session-cookie.ts';
import { signIn } from '#lib/auth/sign-in.ts';
import type { MessageKey } from '#lib/i18n/language.ts';
import { controlStore } from '#lib/store/connect.ts';

const signInInput = z.object({
  email: z
    .string()
    .trim()
    .max(320, 'signIn.emailTooLong' satisfies MessageKey)
    .regex(/^[^@\s]+@[^@\s]+$/, 'signIn.enterEmail' satisfies MessageKey),
  password: z
    .string()
    .min(1, 'signIn.enterPassword' satisfies MessageKey)
    .max(1000, 'signIn.passwordTooLong' satisfies MessageKey),
  next: z.string().max(4000).optional(),
});

/** Signs a person in and takes them where they wanted to go. */
export const signInAction = formAction('account.signIn', signInInput, async (input, { headers }): Promise<never> => {
  const session = await signIn(controlStore(), input, callerOf(headers));
  await setSessionCookie(session);
  // What they chose on another computer; what this browser was set to stays where they chose nothing.
  if (session.language) await setLanguageCookie(session.language);
  redirect(ownPath(input.next));
});
