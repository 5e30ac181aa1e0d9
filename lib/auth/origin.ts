import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a browser's `Origin` is the application's own. The names of this machine count as one, with the same port. */
export function isOwnOrigin(origin: string, appUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const given = new URL(origin);
  const own = new URL(appUrl);
  if (given.origin === own.origin) return true;
  return (
    loopback.has(given.hostname) &&
    loopback.has(own.hostname) &&
    given.port === own.port &&
    given.protocol === own.protocol
  );
}

/**
 * Refuses a state-changing request that another site may have sent. Browsers put `Origin` on every such request, so one
 * without it is refused as well. Compared with the configured address only: `Host` and `X-Forwarded-Host` are the
 * sender's to choose.
 */
export function requireOwnOrigin(headers: Headers, appUrl: string): void {
  const origin = headers.get('origin');
  if (origin !== null && isOwnOrigin(origin, appUrl)) return;
  throw new PersonError({
    message:
      origin === null
        ? message('problem.noOrigin', { address: appUrl })
        : message('problem.origin', { origin, address: appUrl }),
    status: 403,
  });
}

/** The path to go on to after signing in, if it leads nowhere but into Summa; else the home page. */
export function ownPath(next: string | null | undefined): string {
  // Browsers read `\` as `/` and drop tabs and line ends, so `/\evil` and `/<tab>/evil` would name another host.
  if (!next?.startsWith('/') || /[\\\p{Cc}]/u.test(next)) return '/';
  const url = new URL(next, 'http://summa.invalid');
  if (url.origin !== 'http://summa.invalid' || url.pathname.startsWith('//')) return '/';
  return url.pathname === '/sign-in' ? '/' : url.pathname + url.search + url.hash;
}
