import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { type PolicyName, policy, rolesOf } from '#lib/auth/policy.ts';

const root = path.join(import.meta.dirname, '..', '..');
const sources = globSync('{app,components,lib,queries}/**/*.{ts,tsx}', { cwd: root })
  .filter((file) => !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
const isListed = (name: string) => Object.hasOwn(policy, name);

/** What makes an entry point: Next serves these names and no others. */
const methods = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';

/** `app/(main)/dashboards/[dashboard]/page.tsx` is served at `/dashboards/[dashboard]`. */
function addressOf(file: string): string {
  const folders = path.dirname(file).split(path.sep).slice(1);
  return `/${folders.filter((folder) => !/^[(@]/.test(folder)).join('/')}`;
}

describe('the policy table', () => {
  const named = new Set<string>();

  it('stands before every page', () => {
    for (const { file, text } of sources.filter(({ file }) => /^app\/(.*\/)?page\.tsx?$/.test(file))) {
      const name = `page ${addressOf(file)}`;
      assert.ok(isListed(name), `${file}: '${name}' is not in lib/auth/policy.ts`);
      const body = text.slice(text.search(/export default async function/));
      // The first await of a page must be its policy: whatever stands before it has been done for anybody.
      assert.match(body, /^export default async function \w+\(/, `${file}: a page must be an async function`);
      const first = /\bawait\s+([\w.]+\([^)]*\)|[\w.]+)/.exec(body)?.[1];
      assert.equal(first, `page('${name}')`, `${file}: the first await must be page('${name}')`);
      named.add(name);
    }
  });

  it('stands before every method of every route', () => {
    for (const { file, text } of sources.filter(({ file }) => /^app\/(.*\/)?route\.tsx?$/.test(file))) {
      for (const exported of text.matchAll(/^export\s+(?!type|interface)(.*)$/gm)) {
        const line = exported[1] ?? '';
        if (/^const (dynamic|runtime|maxDuration|revalidate) = ['\w-]+;$/.test(line)) continue;
        const method = new RegExp(`^const (${methods}) = route\\(`).exec(line)?.[1];
        assert.ok(method, `${file}: 'export ${line}' does not go through route()`);
        const name = `${method} ${addressOf(file)}`;
        assert.ok(isListed(name), `${file}: '${name}' is not in lib/auth/policy.ts`);
        const given = text.slice(exported.index).match(/route\(\s*'([^']+)'/)?.[1];
        assert.equal(given, name, `${file}: ${method} must name '${name}'`);
        named.add(name);
      }
    }
  });

  it('stands before every server action', () => {
    for (const { file, text } of sources) {
      const directive = /^\s*(['"])use server\1/m.exec(text);
      if (!directive) continue;
      assert.ok(file.startsWith('app/'), `${file}: server actions belong into app/`);
      assert.equal(directive.index, 0, `${file}: 'use server' may only stand at the top of a file of its own`);
      for (const exported of text.matchAll(/^export\s+(?!type|interface)(.*)$/gm)) {
        const line = exported[1] ?? '';
        assert.match(
          line,
          /^const \w+ = (action|formAction)\(/,
          `${file}: 'export ${line}' does not go through action()`,
        );
        const name = text.slice(exported.index).match(/(?:action|formAction)\(\s*'([^']+)'/)?.[1] ?? '';
        assert.ok(
          isListed(name) && policy[name as PolicyName].kind === 'action',
          `${file}: '${name}' is not an action`,
        );
        named.add(name);
      }
    }
  });

  it('lists nothing that does not exist', () => {
    assert.deepEqual(
      Object.keys(policy).filter((name) => !named.has(name)),
      [],
    );
  });

  it('is the only way in: no pages folder, no middleware, no way to skip the wrappers', () => {
    for (const file of ['pages', 'src', 'middleware.ts']) assert.ok(!existsSync(path.join(root, file)), file);
    const own = /^lib\/auth\//;
    for (const { file, text } of sources.filter(({ file }) => !own.test(file))) {
      assert.doesNotMatch(
        text,
        /\b(viewerOfSession|viewerOfToken|viewerBy\w+)\(/,
        `${file}: only lib/auth finds the viewer`,
      );
    }
  });

  it('decides before a page begins to stream', () => {
    // Under a loading.tsx the answer has begun, as 200, when the page's policy is asked: nobody and the wrong role then
    // get no 307 and no 403, and without scripts never see more than the skeleton. Use Suspense inside the page instead.
    assert.deepEqual(globSync('app/**/loading.{ts,tsx}', { cwd: root }), []);
  });

  it('gives an unknown name to nobody', () => {
    assert.deepEqual(rolesOf('constructor' as PolicyName), []);
    assert.deepEqual(rolesOf('page /nowhere' as PolicyName), []);
  });

  it('lets in the public only where the public must come', () => {
    const open = Object.entries(policy).filter(([, entry]) => entry.roles === 'public');
    assert.deepEqual(open.map(([name]) => name).sort(), [
      'GET /api/health',
      'account.signIn',
      'invite.accept',
      'page /invite/[token]',
      'page /sign-in',
    ]);
  });
});
