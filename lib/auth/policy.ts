import type { Role } from '#lib/auth/viewer.ts';

type Kind = 'page' | 'action' | 'route';
type Entry = { kind: Kind; roles: readonly Role[] | 'public' };

const everyone = ['analyst', 'scientist', 'admin'] as const;
const scientists = ['scientist', 'admin'] as const;
const admins = ['admin'] as const;

/**
 * Who may do what: every page, action and route of Summa, in one table. The wrappers in this folder take a name from
 * here and are the only way in; a test walks `app/` and fails for an entry point that is not listed.
 */
export const policy = {
  'page /sign-in': { kind: 'page', roles: 'public' },
  'page /invite/[token]': { kind: 'page', roles: 'public' },
  'page /': { kind: 'page', roles: everyone },
  'page /dashboards/[dashboard]': { kind: 'page', roles: everyone },
  'page /account': { kind: 'page', roles: everyone },
  'page /admin': { kind: 'page', roles: admins },
  'page /admin/notifications': { kind: 'page', roles: admins },
  'page /admin/people': { kind: 'page', roles: admins },
  'page /admin/runs': { kind: 'page', roles: admins },
  'page /admin/runs/[run]': { kind: 'page', roles: admins },
  'page /admin/summaries/[summary]': { kind: 'page', roles: admins },
  'page /admin/lineage': { kind: 'page', roles: admins },
  'page /admin/schedules': { kind: 'page', roles: admins },
  'page /admin/epochs': { kind: 'page', roles: admins },
  'page /admin/epochs/[epoch]': { kind: 'page', roles: admins },
  'page /admin/quarantine': { kind: 'page', roles: admins },
  'page /admin/quarantine/[id]': { kind: 'page', roles: admins },
  'page /admin/storage': { kind: 'page', roles: admins },

  'account.signIn': { kind: 'action', roles: 'public' },
  'invite.accept': { kind: 'action', roles: 'public' },
  'account.signOut': { kind: 'action', roles: everyone },
  'account.changePassword': { kind: 'action', roles: everyone },
  'account.rename': { kind: 'action', roles: everyone },
  'account.setLanguage': { kind: 'action', roles: everyone },
  'account.endSession': { kind: 'action', roles: everyone },
  'account.endOtherSessions': { kind: 'action', roles: everyone },
  'account.createToken': { kind: 'action', roles: everyone },
  'account.revokeToken': { kind: 'action', roles: everyone },
  'dashboard.load': { kind: 'action', roles: everyone },
  'admin.overview': { kind: 'action', roles: admins },
  'admin.summary': { kind: 'action', roles: admins },
  'admin.partition': { kind: 'action', roles: admins },
  'admin.runs': { kind: 'action', roles: admins },
  'admin.run': { kind: 'action', roles: admins },
  'admin.unit': { kind: 'action', roles: admins },
  'refresh.request': { kind: 'action', roles: admins },
  'refresh.preview': { kind: 'action', roles: admins },
  'refresh.cancel': { kind: 'action', roles: admins },
  'refresh.retry': { kind: 'action', roles: admins },
  'notifications.save': { kind: 'action', roles: admins },
  'notifications.remove': { kind: 'action', roles: admins },
  'notifications.test': { kind: 'action', roles: admins },
  'people.invite': { kind: 'action', roles: admins },
  'people.revokeInvitation': { kind: 'action', roles: admins },
  'people.change': { kind: 'action', roles: admins },
  'people.setDisabled': { kind: 'action', roles: admins },
  'people.passwordLink': { kind: 'action', roles: admins },
  'people.sessions': { kind: 'action', roles: admins },
  'people.endSession': { kind: 'action', roles: admins },
  'people.addGroup': { kind: 'action', roles: admins },
  'people.removeGroup': { kind: 'action', roles: admins },
  'quarantine.discard': { kind: 'action', roles: admins },
  'quarantine.publish': { kind: 'action', roles: admins },
  'rollBack.release': { kind: 'action', roles: admins },
  'rollBack.request': { kind: 'action', roles: admins },
  'rollBack.preview': { kind: 'action', roles: admins },
  'schedules.preview': { kind: 'action', roles: admins },
  'schedules.pause': { kind: 'action', roles: admins },
  'schedules.set': { kind: 'action', roles: admins },

  'GET /api/health': { kind: 'route', roles: 'public' },
  'GET /api/epoch': { kind: 'route', roles: everyone },
  'POST /api/page-loads/[load]': { kind: 'route', roles: everyone },
  'POST /api/page-loads/[load]/end': { kind: 'route', roles: everyone },
  'GET /api/v1/query': { kind: 'route', roles: everyone },
  'GET /api/v1/summaries': { kind: 'route', roles: everyone },
  'GET /api/v1/openapi.json': { kind: 'route', roles: everyone },
  'POST /api/v1/refreshes': { kind: 'route', roles: admins },
  'GET /api/v1/refreshes/[id]': { kind: 'route', roles: admins },
  'POST /api/v1/refreshes/[id]/cancel': { kind: 'route', roles: admins },
  'POST /api/v1/refreshes/[id]/retry': { kind: 'route', roles: admins },
  'GET /api/v1/summaries/[summary]/ready': { kind: 'route', roles: everyone },
  'POST /api/v1/sources/[source]/invalidations': { kind: 'route', roles: admins },
  'GET /exports/tile': { kind: 'route', roles: everyone },
  'GET /exports/summaries/[summary]': { kind: 'route', roles: scientists },
} as const satisfies Record<string, Entry>;

export type PolicyName = keyof typeof policy;

type NamesOf<K extends Kind> = { [N in PolicyName]: (typeof policy)[N]['kind'] extends K ? N : never }[PolicyName];
export type PageName = NamesOf<'page'>;
export type ActionName = NamesOf<'action'>;
export type RouteName = NamesOf<'route'>;

/** Who may do `name`. An unknown name, which only a wrong cast can bring here, is nobody's. */
export function rolesOf(name: PolicyName): readonly Role[] | 'public' {
  return Object.hasOwn(policy, name) ? policy[name].roles : [];
}

/** Whether a viewer may do `name`: for what a page offers. What it leads to asks again. */
export function may(viewer: { role: Role }, name: PolicyName): boolean {
  const roles = rolesOf(name);
  return roles === 'public' || roles.includes(viewer.role);
}
