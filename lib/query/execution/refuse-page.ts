import { languageOf } from '#lib/i18n/languages.ts';
import { localeOf } from '#lib/i18n/locale.ts';
import { mostWaiting } from './limits.ts';
import { pressure } from './pressure.ts';

const retryAfter = 5;

/**
 * A page of tiles that would only wait behind others is answered 503 before it is made: a page itself can no longer say
 * so, its status is sent before its tiles are asked. Null lets the request pass.
 */
export function refusePage(request: Request, waiting: number = pressure().waiting): Response | null {
  const asksForTiles = request.method === 'GET' && new URL(request.url).pathname.startsWith('/dashboards/');
  if (!asksForTiles || waiting < mostWaiting) return null;
  const { t } = languageOf(localeOf(request.headers));
  const words = [t('notice.notNow'), t('problem.busy')];
  const body = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="${retryAfter}"><title>${words[0]}</title><h1>${words[0]}</h1><p>${words[1]}</p>`;
  return new Response(body, {
    status: 503,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Retry-After': String(retryAfter),
      'Cache-Control': 'no-store',
    },
  });
}
