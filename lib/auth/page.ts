import { headers as requestHeaders } from 'next/headers.js';
import { forbidden, redirect } from 'next/navigation.js';
import { authorise, type ViewerFor } from '#lib/auth/authorise.ts';
import { surroundings, viewerByCookie } from '#lib/auth/find-viewer.ts';
import { ownPath } from '#lib/auth/origin.ts';
import { pathHeader } from '#lib/auth/path-header.ts';
import type { PageName } from '#lib/auth/policy.ts';

/**
 * The first line of every page. Sends nobody to sign in and back here; answers 403 to the wrong role.
 *
 *     const { viewer } = await page('page /dashboards/[dashboard]');
 */
export async function page<Name extends PageName>(name: Name): Promise<{ viewer: ViewerFor<Name> }> {
  const headers = await requestHeaders();
  const decision = await authorise(name, () => viewerByCookie(headers, surroundings()));
  if (decision.allowed) return { viewer: decision.viewer };
  if (decision.code === 'forbidden') forbidden();
  const back = ownPath(headers.get(pathHeader));
  redirect(back === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(back)}`);
}
