import { type PolicyName, type policy, rolesOf } from '#lib/auth/policy.ts';
import type { Viewer } from '#lib/auth/viewer.ts';
import { type Message, message } from '#lib/i18n/message.ts';

/** The viewer an entry point works with: nobody at a public one, always somebody at the others. */
export type ViewerFor<Name extends PolicyName> = (typeof policy)[Name]['roles'] extends 'public' ? null : Viewer;

export type Decision<Name extends PolicyName> =
  | { allowed: true; viewer: ViewerFor<Name> }
  | { allowed: false; code: 'unauthenticated' | 'forbidden'; message: Message };

/** Decides from the policy table alone. At a public entry point the viewer is not even looked up. */
export async function authorise<Name extends PolicyName>(
  name: Name,
  findViewer: () => Promise<Viewer | null>,
): Promise<Decision<Name>> {
  const roles = rolesOf(name);
  if (roles === 'public') return { allowed: true, viewer: null as ViewerFor<Name> };
  const viewer = await findViewer();
  if (!viewer) return { allowed: false, code: 'unauthenticated', message: message('problem.signedOut') };
  if (!roles.includes(viewer.role)) {
    // Each role may do what those before it may: the first one named says it all.
    const said = message('problem.wrongRole', { role: viewer.role, needed: roles[0] ?? 'nobody' });
    return { allowed: false, code: 'forbidden', message: said };
  }
  return { allowed: true, viewer: viewer as ViewerFor<Name> };
}
