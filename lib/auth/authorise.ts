import { type PolicyName, type policy, rolesOf } from '#lib/auth/policy.ts';
import type { Viewer } from '#lib/auth/viewer.ts';

/** The viewer an entry point works with: nobody at a public one, always somebody at the others. */
export type ViewerFor<Name extends PolicyName> = (typeof policy)[Name]['roles'] extends 'public' ? null : Viewer;

export type Decision<Name extends PolicyName> =
  | { allowed: true; viewer: ViewerFor<Name> }
  | { allowed: false; code: 'unauthenticated' | 'forbidden'; message: string };

/** Decides from the policy table alone. At a public entry point the viewer is not even looked up. */
export async function authorise<Name extends PolicyName>(
  name: Name,
  findViewer: () => Promise<Viewer | null>,
): Promise<Decision<Name>> {
  const roles = rolesOf(name);
  if (roles === 'public') return { allowed: true, viewer: null as ViewerFor<Name> };
  const viewer = await findViewer();
  if (!viewer) return { allowed: false, code: 'unauthenticated', message: 'You are not signed in. Sign in again.' };
  if (!roles.includes(viewer.role)) {
    const needed = roles.length > 0 ? roles.join(' or ') : 'nobody';
    const message = `You are signed in as ${article(viewer.role)} ${viewer.role}; this is for ${needed}. Ask an admin.`;
    return { allowed: false, code: 'forbidden', message };
  }
  return { allowed: true, viewer: viewer as ViewerFor<Name> };
}

function article(role: string): string {
  return /^[aeiou]/.test(role) ? 'an' : 'a';
}
