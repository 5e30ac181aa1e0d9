import { languageOf } from '#lib/i18n/languages.ts';
import { localeOf } from '#lib/i18n/locale.ts';
import { mostWaiting } from './limits.ts';
import { type PageTickets, tickets } from './page-tickets.ts';
import { pressure } from './pressure.ts';

const retryAfter = 5;

/** What lets a request pass: a ticket for a page of tiles, null for anything else. */
export type Admitted = { ok: true; ticket: string | null } | { ok: false; response: Response };

/**
 * A page of tiles that would only wait behind others is answered 503 before it is made: the page itself can no longer say
 * so, its status is sent before its tiles are asked.
 */
export function admitPage(
  request: Request,
  waiting: number = pressure().waiting,
  given: Pick<PageTickets, 'take'> = tickets(),
): Admitted {
  const { pathname } = new URL(request.url);
  const isPage = request.method === 'GET' && pathname.startsWith('/dashboards/');
  if (!isPage || request.headers.has('next-router-prefetch')) return { ok: true, ticket: null };
  const ticket = waiting < mostWaiting ? given.take() : null;
  return ticket ? { ok: true, ticket } : { ok: false, response: comeAgain(request) };
}

function comeAgain(request: Request): Response {
  const { t } = languageOf(localeOf(request.headers));
  const title = t('notice.notNow');
  const body = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="${retryAfter}"><title>${title}</title><h1>${title}</h1><p>${t('problem.busy')}</p>`;
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Retry-After': String(retryAfter),
    'Cache-Control': 'no-store',
  };
  return new Response(body, { status: 503, headers });
}
