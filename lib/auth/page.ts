import { headers as requestHeaders } from 'next/headers.js';
import { forbidden, redirect } from 'next/navigation.js';
import { cache } from 'react';
import { authorise, type ViewerFor } from '#lib/auth/authorise.ts';
import { surroundings, viewerByCookie } from '#lib/auth/find-viewer.ts';
import { ownPath } from '#lib/auth/origin.ts';
import { pathHeader } from '#lib/auth/path-header.ts';
import type { PageName } from '#lib/auth/policy.ts';
import type { Viewer } from '#lib/auth/viewer.ts';

/**
 * The first line of every page. Sends nobody to sign in and back here; answers 403 to the wrong role.
 *
 *     const { viewer } = await page('page /dashboards/[dashboard]');
 */
export async function page<Name extends PageName>(name: Name): Promise<{ viewer: ViewerFor<Name> }> {
  const decision = await authorise(name, viewerOfRequest);
  if (decision.allowed) return { viewer: decision.viewer };
  if (decision.code === 'forbidden') forbidden();
  const back = ownPath((await requestHeaders()).get(pathHeader));
  redirect(back === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(back)}`);
}

/** Who looks at this page, or null; for a layout that shows their name. It admits nobody: that is `page()`'s. */
export function viewerInLayout(): Promise<Viewer | null> {
  return viewerOfRequest();
}

// One look-up for a layout and its page; `cache` lives no longer than the request.
const viewerOfRequest = cache(async () => viewerByCookie(await requestHeaders(), surroundings()));
