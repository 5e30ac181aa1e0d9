/** The session cookie's name. `__Host-` makes browsers refuse one set by a sibling domain or over plain HTTP. */
export function sessionCookieName(appUrl: string): string {
  return appUrl.startsWith('https://') ? '__Host-summa' : 'summa';
}

/** How the session cookie is set. */
export function sessionCookieOptions(appUrl: string, expires: Date) {
  return { httpOnly: true, sameSite: 'lax', secure: appUrl.startsWith('https://'), path: '/', expires } as const;
}

/** The session token in a request's `Cookie` header, or null. */
export function sessionTokenOf(cookieHeader: string | null, appUrl: string): string | null {
  const name = sessionCookieName(appUrl);
  for (const pair of cookieHeader?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return null;
}
