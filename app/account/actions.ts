'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { action, formAction } from '#lib/auth/action.ts';
import { audit } from '#lib/auth/audit.ts';
import { callerOf } from '#lib/auth/caller.ts';
import { changePassword } from '#lib/auth/change-password.ts';
import { sessionCookieName } from '#lib/auth/cookie.ts';
import { setLanguageCookie } from '#lib/auth/language-cookie.ts';
import { setLanguage, setName } from '#lib/auth/people.ts';
import { closeSession, endOtherSessions, endSession } from '#lib/auth/session.ts';
import { clearSessionCookie, setSessionCookie } from '#lib/auth/session-cookie.ts';
import { createToken, revokeToken } from '#lib/auth/tokens.ts';
import { readEnvironment } from '#lib/environment.ts';
import type { MessageKey } from '#lib/i18n/language.ts';
import { locales } from '#lib/i18n/locale.ts';
import { controlStore } from '#lib/store/connect.ts';

const ownToken = async () => (await cookies()).get(sessionCookieName(readEnvironment().appUrl))?.value ?? '';
const id = z.strictObject({ id: z.string().max(100) });

/** Ends this browser's session. */
export const signOutAction = formAction('account.signOut', z.unknown(), async (_, { viewer }): Promise<never> => {
  await closeSession(controlStore(), await ownToken());
  await audit(controlStore(), { who: viewer.email, what: 'sign-out' });
  await clearSessionCookie();
  redirect('/sign-in');
});

const changePasswordInput = z
  .object({
    current: z
      .string()
      .min(1, 'account.enterCurrent' satisfies MessageKey)
      .max(1000),
    next: z.string().max(1000),
    again: z.string(),
  })
  .refine(({ next, again }) => next === again, { error: 'account.passwordsDiffer' satisfies MessageKey });

/** Changes the viewer's password; their other browsers are signed out. */
export const changePasswordAction = formAction(
  'account.changePassword',
  changePasswordInput,
  async ({ current, next }, { viewer, headers }) => {
    await setSessionCookie(await changePassword(controlStore(), viewer, { current, next }, callerOf(headers)));
    return { changed: true };
  },
);

const newName = z
  .string()
  .trim()
  .min(1, 'account.enterName' satisfies MessageKey)
  .max(100, 'account.nameTooLong' satisfies MessageKey);

/** Changes how the viewer is called. */
export const renameAction = action('account.rename', z.strictObject({ name: newName }), ({ name }, { viewer }) =>
  setName(controlStore(), viewer.id, name),
);

/** Changes the language the viewer reads Summa in; null follows the browser. */
export const setLanguageAction = action(
  'account.setLanguage',
  z.strictObject({ language: z.enum(locales).nullable() }),
  async ({ language }, { viewer }) => {
    await setLanguage(controlStore(), viewer.id, language);
    await setLanguageCookie(language);
  },
);

/** Signs out one of the viewer's other browsers. */
export const endSessionAction = action('account.endSession', id, ({ id }, { viewer }) =>
  endSession(controlStore(), viewer.email, viewer.id, id),
);

/** Signs out all of the viewer's browsers but this one. */
export const endOtherSessionsAction = action('account.endOtherSessions', z.undefined(), async (_, { viewer }) =>
  endOtherSessions(controlStore(), viewer.email, viewer.id, await ownToken()),
);

const newToken = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'account.enterTokenName' satisfies MessageKey)
    .max(100, 'account.nameTooLong' satisfies MessageKey),
  days: z.union([z.literal(7), z.literal(30), z.literal(90), z.literal(365), z.null()]),
});

/** Makes a personal token; its text is answered only here. */
export const createTokenAction = action('account.createToken', newToken, async ({ name, days }, { viewer }) => {
  const wish = { email: viewer.email, name, ...(days === null ? {} : { days }) };
  return { token: await createToken(controlStore(), viewer.email, wish) };
});

/** Ends one of the viewer's tokens. */
export const revokeTokenAction = action('account.revokeToken', id, ({ id }, { viewer }) =>
  revokeToken(controlStore(), viewer.email, viewer.id, id),
);
