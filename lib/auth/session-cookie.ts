import { cookies } from 'next/headers.js';
import { sessionCookieName, sessionCookieOptions } from '#lib/auth/cookie.ts';
import { readEnvironment } from '#lib/environment.ts';

/** Puts a session's token into the browser. Only actions and routes can; a page is too late. */
export async function setSessionCookie(session: { token: string; expiresAt: Date }): Promise<void> {
  const { appUrl } = readEnvironment();
  const jar = await cookies();
  jar.set(sessionCookieName(appUrl), session.token, sessionCookieOptions(appUrl, session.expiresAt));
}

/** Takes the session's token out of the browser. */
export async function clearSessionCookie(): Promise<void> {
  const { appUrl } = readEnvironment();
  const jar = await cookies();
  jar.set(sessionCookieName(appUrl), '', sessionCookieOptions(appUrl, new Date(0)));
}
