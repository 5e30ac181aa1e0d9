import { sessionTokenOf } from '#lib/auth/cookie.ts';
import { viewerOfSession } from '#lib/auth/session.ts';
import { viewerOfToken } from '#lib/auth/tokens.ts';
import type { Viewer } from '#lib/auth/viewer.ts';
import { readEnvironment } from '#lib/environment.ts';
import { controlStore } from '#lib/store/connect.ts';

/** What the wrappers need from the outside; tests bring their own. */
export type Surroundings = {
  appUrl: string;
  viewerOfSession: (token: string) => Promise<Viewer | null>;
  viewerOfToken: (token: string) => Promise<Viewer | null>;
};

export function surroundings(): Surroundings {
  return {
    appUrl: readEnvironment().appUrl,
    viewerOfSession: (token) => viewerOfSession(controlStore(), token),
    viewerOfToken: (token) => viewerOfToken(controlStore(), token),
  };
}

/** Who sends a request with these headers, by session cookie. Pages and actions take nothing else. */
export async function viewerByCookie(headers: Headers, around: Surroundings): Promise<Viewer | null> {
  const token = sessionTokenOf(headers.get('cookie'), around.appUrl);
  return token === null ? null : around.viewerOfSession(token);
}

/** The personal token in `Authorization`, or null when the header is absent or of another kind. */
function bearerOf(headers: Headers): string | null {
  return /^Bearer +([^\s]+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
}

/**
 * Who sends this request, by personal token or session cookie. A request with an `Authorization` header is judged by it
 * alone: a wrong token must not fall back to whoever happens to be signed in.
 */
export async function viewerByTokenOrCookie(headers: Headers, around: Surroundings): Promise<Viewer | null> {
  if (!headers.has('authorization')) return viewerByCookie(headers, around);
  const token = bearerOf(headers);
  return token === null ? null : around.viewerOfToken(token);
}
