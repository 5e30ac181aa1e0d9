import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { action, formAction } from '#lib/auth/action.ts';
import { type ActionName, policy } from '#lib/auth/policy.ts';
import { browserHeaders, testSurroundings } from '#lib/auth/test-surroundings.ts';
import { roles } from '#lib/auth/viewer.ts';
import { PersonError } from '#lib/problem.ts';

const log: string[] = [];
const from = (headers: Headers) => ({
  headers: async () => headers,
  around: () => testSurroundings,
  log: (line: string) => void log.push(line),
});
const actions = Object.entries(policy).filter(([, entry]) => entry.kind === 'action') as [
  ActionName,
  { roles: readonly string[] | 'public' },
][];

describe('action(name, schema, fn)', () => {
  for (const [name, entry] of actions) {
    for (const role of [null, ...roles]) {
      const allowed = entry.roles === 'public' || (role !== null && entry.roles.includes(role));
      it(`${allowed ? 'lets' : 'does not let'} ${role ?? 'nobody'} do ${name}`, async () => {
        const ran: string[] = [];
        const run = action(name, z.unknown(), async () => ran.push(name), from(browserHeaders(role)));
        const result = await run({});
        assert.equal(result.ok, allowed);
        assert.equal(ran.length, allowed ? 1 : 0);
        if (!result.ok) assert.equal(result.code, role === null ? 'unauthenticated' : 'forbidden');
      });
    }
  }

  it('refuses another site, a missing origin and a wrong session', async () => {
    const refused = async (headers: Headers) => {
      const result = await action('dashboard.load', z.unknown(), async () => 1, from(headers))({});
      return result.ok ? 'ran' : result.code;
    };
    assert.equal(await refused(browserHeaders('admin', { origin: 'https://evil.test' })), 'forbidden');
    assert.equal(await refused(browserHeaders('admin', { origin: 'null' })), 'forbidden');
    assert.equal(
      await refused(
        browserHeaders('admin', { origin: 'https://evil.test', host: 'evil.test', 'x-forwarded-host': 'evil.test' }),
      ),
      'forbidden',
    );
    const without = browserHeaders('admin');
    without.delete('origin');
    assert.equal(await refused(without), 'forbidden');
    assert.equal(await refused(browserHeaders(null, { cookie: '__Host-summa=stranger' })), 'unauthenticated');
    assert.equal(await refused(browserHeaders(null, { cookie: 'summa=admin' })), 'unauthenticated');
    assert.equal(await refused(browserHeaders(null, { authorization: 'Bearer summa_admin' })), 'unauthenticated');
  });

  it('parses the input only after it knows who asks', async () => {
    const schema = z.object({ rows: z.number() });
    const run = (role: 'admin' | null) =>
      action('admin.overview', schema, async ({ rows }) => rows, from(browserHeaders(role)));
    assert.deepEqual(await run('admin')({ rows: 3 }), { ok: true, value: 3 });
    const wrong = await run('admin')({ rows: 'three' } as never);
    assert.ok(!wrong.ok && wrong.code === 'invalid');
    assert.match(wrong.message, /^rows: /);
    const nobody = await run(null)({ rows: 'three' } as never);
    assert.ok(!nobody.ok && nobody.code === 'unauthenticated');
  });

  it('refuses texts that no database can keep, however deep they lie', async () => {
    const run = action('dashboard.load', z.unknown(), async () => 'ran', from(browserHeaders('analyst')));
    for (const bad of ['a\0b', { reason: '\ud800' }, { filters: { country: ['KR', 'U\0S'] } }, { 'a\0': 1 }]) {
      const result = await run(bad);
      assert.ok(!result.ok && result.code === 'invalid', JSON.stringify(bad));
      assert.match(result.message, /cannot be kept/);
    }
    assert.ok((await run({ reason: '한국 😀', list: ['\ud83d\ude00'] })).ok);
  });

  it('shows a reference for what nobody expected, and what was written for people as it is', async () => {
    const fails = (error: unknown) =>
      action('dashboard.load', z.unknown(), () => Promise.reject(error), from(browserHeaders('analyst')))({});
    const secret = new Error(
      'connect postgres://summa:hunter2@db/control with summa_abcdefghijklmnopqrstuvwxyz failed',
    );
    const hidden = await fails(Object.assign(secret, { detail: 'Key (email)=(ada@example.com)' }));
    assert.ok(!hidden.ok && hidden.code === 'failed');
    assert.doesNotMatch(hidden.message, /postgres|hunter2/);
    const reference = /reference (\w{8})/.exec(hidden.message)?.[1] ?? 'none';
    const line = log.find((one) => one.includes(reference)) ?? '';
    assert.match(line, /"where":"dashboard.load"/);
    assert.doesNotMatch(line, /hunter2|summa_abc|ada@example/);

    const shown = await fails(
      new PersonError({ found: 'Weeks cannot be added.', expected: '', todo: 'Use weekly_visitors.' }),
    );
    assert.deepEqual(shown, { ok: false, code: 'failed', message: 'Weeks cannot be added. Use weekly_visitors.' });
  });

  it('lets a redirect through', async () => {
    const redirect = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;push;/;303;' });
    const run = action('dashboard.load', z.unknown(), () => Promise.reject(redirect), from(browserHeaders('analyst')));
    await assert.rejects(run({}), redirect);
  });

  it('hands on promises inside the value', async () => {
    const run = action(
      'dashboard.load',
      z.unknown(),
      async () => ({ tile: Promise.resolve(1) }),
      from(browserHeaders('analyst')),
    );
    const result = await run({});
    assert.ok(result.ok);
    assert.equal(await result.value.tile, 1);
  });
});

describe('formAction(name, schema, fn)', () => {
  it('reads the fields of the form, not those of the framework', async () => {
    const schema = z.strictObject({ email: z.string() });
    const run = formAction('account.signIn', schema, async ({ email }) => email, from(browserHeaders(null)));
    const form = new FormData();
    form.set('email', 'ada@example.com');
    form.set('$ACTION_KEY', 'k1');
    assert.deepEqual(await run(null, form), { ok: true, value: 'ada@example.com' });
    const garbage = await run(null, 'garbage' as never);
    assert.ok(!garbage.ok && garbage.code === 'invalid');
  });
});
