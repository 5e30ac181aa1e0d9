import { cookies, headers } from 'next/headers.js';
import { forbidden, redirect } from 'next/navigation.js';
import { after } from 'next/server.js';
import { authorise, type ViewerFor } from '#lib/auth/authorise.ts';
import { sessionCookieName } from '#lib/auth/cookie.ts';
import { surroundings } from '#lib/auth/find-viewer.ts';
import { ownPath } from '#lib/auth/origin.ts';
import { pathHeader } from '#lib/auth/path-header.ts';
import type { PageName } from '#lib/auth/policy.ts';
import type { Viewer } from '#lib/auth/viewer.ts';
import { ticketHeader, tickets } from '#lib/query/execution/page-tickets.ts';

/**
 * The first line of every page. Sends nobody to sign in and back here; answers 403 to the wrong role.
 *
 *     const { viewer } = await page('page /dashboards/[dashboard]');
 */
export async function page<Name extends PageName>(name: Name): Promise<{ viewer: ViewerFor<Name> }> {
  const ticket = (await headers()).get(ticketHeader);
  if (ticket) after(() => tickets().end(ticket));
  const decision = await authorise(name, viewerOfRequest);
  if (decision.allowed) return { viewer: decision.viewer };
  if (decision.code === 'forbidden') forbidden();
  const back = ownPath((await headers()).get(pathHeader));
  redirect(back === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(back)}`);
}

// The jar, not the `Cookie` header: when an action has just changed the session, Next renders the page again in the same
// request, and only the jar knows.
async function viewerOfRequest(): Promise<Viewer | null> {
  const around = surroundings();
  const token = (await cookies()).get(sessionCookieName(around.appUrl))?.value;
  return token ? around.viewerOfSession(token) : null;
}
