import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import { type ActionName, type PolicyName, policy, rolesOf } from '#lib/auth/policy.ts';
import { type Role, roles } from '#lib/auth/viewer.ts';
import { buildFolder } from '#lib/cli/build.ts';
import { addPerson, signIn, summa } from './people.ts';

const base = process.env.SUMMA_TEST_URL ?? '';
const root = path.join(import.meta.dirname, '..');
const manifest = <T>(name: string) =>
  JSON.parse(readFileSync(path.join(root, buildFolder(), 'server', name), 'utf8')) as T;

type ActionManifest = {
  node: Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }>;
};

/** Every address the build serves, in the words of the policy table. */
function builtEntryPoints(): string[] {
  return Object.keys(manifest<Record<string, string>>('app-paths-manifest.json'))
    .filter((name) => !/^\/(_|icon|favicon|apple-icon|manifest|robots)/.test(name))
    .map((name) => name.replace(/\/\([^/]*\)/g, ''))
    .flatMap((name) =>
      name.endsWith('/page')
        ? [`page ${name.slice(0, -5) || '/'}`]
        : methodsOf(name).map((method) => `${method} ${name.slice(0, -6)}`),
    );
}

/** The methods a route exports: the build's manifest names only its address. */
function methodsOf(name: string): string[] {
  const text = readFileSync(path.join(root, 'app', `${name}.ts`), 'utf8');
  return [...text.matchAll(/^export const ([A-Z]+) = route\(/gm)].map(([, method]) => method ?? '');
}

/** Every action the build serves, with the name its file gives it and a page that knows it. */
function builtActions(): { id: string; name: ActionName; page: string }[] {
  return Object.entries(manifest<ActionManifest>('server-reference-manifest.json').node).map(([id, action]) => {
    const file = action.filename.slice(action.filename.lastIndexOf('/app/') + 1).replace(/^.*?(?=app\/)/, '');
    const text = readFileSync(path.join(root, file), 'utf8');
    const name = new RegExp(`const ${action.exportedName} = (?:action|formAction)\\(\\s*'([^']+)'`).exec(text)?.[1];
    const worker = Object.keys(action.workers)[0] ?? 'app/page';
    const page =
      worker
        .replace(/^app/, '')
        .replace(/\/page$/, '')
        .replace(/\/\([^/]*\)/g, '') || '/';
    return { id, name: name as ActionName, page };
  });
}

/** An address without its parameters; what is not there is 404 to those who may ask, and 401 or 403 to the others. */
const concrete = (address: string) => address.replace(/\[[^\]]+\]/g, 'no-such-thing');
const may = (name: PolicyName, role: Role | null) => {
  const allowed = rolesOf(name);
  return allowed === 'public' || (role !== null && allowed.includes(role));
};

test.describe('the policy table', () => {
  test('lists what the build serves, and nothing else', () => {
    const built = [...builtEntryPoints(), ...builtActions().map((action) => action.name)];
    expect(built.filter((name) => !Object.hasOwn(policy, name))).toEqual([]);
    expect(Object.keys(policy).filter((name) => !built.includes(name))).toEqual([]);
  });

  for (const role of [null, ...roles]) {
    test(`holds for ${role ?? 'nobody'} at every page, route and action`, async ({ page, context }) => {
      const person = role ? await addPerson(role) : null;
      if (person) await signIn(page, person);
      const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
      const token = person ? await summa('token', '--user', person.email, '--name', 'matrix') : 'summa_none';
      const send = (method: string, address: string, headers: Record<string, string>) =>
        fetch(base + concrete(address), {
          method,
          redirect: 'manual',
          headers: { origin: base, ...headers },
          // Understood by no route, so that nothing is changed by those who may.
          ...(method === 'GET' ? {} : { body: '[]' }),
        });

      const wrong: string[] = [];
      const check = (what: string, found: unknown, right: boolean) => {
        if (!right) wrong.push(`${what}: ${String(found)}`);
      };
      for (const name of Object.keys(policy) as PolicyName[]) {
        const [kind, address = ''] = name.split(' ');
        if (kind === 'page') {
          const response = await send('GET', address, { cookie });
          const sentAway = /\/sign-in/.test(response.headers.get('location') ?? '');
          if (may(name, role)) check(name, response.status, !sentAway && [200, 404].includes(response.status));
          else check(name, response.status, role === null ? sentAway : response.status === 403);
        }
        if (policy[name].kind === 'route') {
          const both: Record<string, string>[] = [{ cookie }, { authorization: `Bearer ${token}` }];
          for (const headers of both) {
            const { status } = await send(kind ?? '', address, headers);
            if (may(name, role)) check(name, status, ![401, 403, 500].includes(status));
            else check(name, status, status === (role === null ? 401 : 403));
          }
        }
      }
      const last = (name: string) => Number(name === 'account.signOut');
      for (const { id, name, page: at } of builtActions().sort((a, b) => last(a.name) - last(b.name))) {
        const call = async (headers: Record<string, string>) => {
          const all = { cookie, origin: base, 'next-action': id, 'content-type': 'text/plain', ...headers };
          const response = await fetch(base + concrete(at), {
            method: 'POST',
            redirect: 'manual',
            headers: all,
            body: '[]',
          });
          return `${response.status} ${await response.text()}`;
        };
        const answer = await call({});
        const refusal = role === null ? /"code":"unauthenticated"/ : /"code":"forbidden"/;
        if (may(name, role)) check(name, answer, !/"code":"(unauthenticated|forbidden)"|^5/.test(answer));
        else check(name, answer, refusal.test(answer));
        const foreign = await call({ origin: 'https://evil.example' });
        check(`${name} from another site`, foreign, /^403 /.test(foreign));
      }
      expect(wrong).toEqual([]);
    });
  }
});
