import type { Surroundings } from '#lib/auth/find-viewer.ts';
import { type Role, roles, type Viewer } from '#lib/auth/viewer.ts';

/** An application at `https://summa.test` where the session token `analyst` is an analyst's, and so on. */
export const testSurroundings: Surroundings = {
  appUrl: 'https://summa.test',
  viewerOfSession: async (token) => viewerNamed(token),
  viewerOfToken: async (token) => viewerNamed(token.replace('summa_', '')),
};

/** Headers as the browser of a person with this role sends them from our own page. */
export function browserHeaders(role: Role | null, more: Record<string, string> = {}): Headers {
  const headers = new Headers({ origin: 'https://summa.test' });
  if (role) headers.set('cookie', `theme=dark; __Host-summa=${role}`);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return headers;
}

function viewerNamed(name: string): Viewer | null {
  const role = roles.find((one) => one === name);
  return role ? { id: role, email: `${role}@example.com`, name: role, role, attributes: {}, groups: [] } : null;
}
