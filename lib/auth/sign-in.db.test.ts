import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { addPerson, setDisabled, setPassword, setRole } from '#lib/auth/people.ts';
import { closeSession, viewerOfSession } from '#lib/auth/session.ts';
import { signIn } from '#lib/auth/sign-in.ts';
import { testStore } from '#lib/store/test-store.ts';

const caller = { address: '192.0.2.1', userAgent: 'test' };

describe('signIn(db, given, caller)', async () => {
  const db = await testStore({ after });
  await addPerson(db, 'test', { email: 'root@example.com', name: 'Root', role: 'admin', password: 'long enough root' });
  const add = (email: string, role: 'analyst' | 'scientist' | 'admin' = 'analyst') =>
    addPerson(db, 'test', { email, name: '', role, attributes: { countries: ['KR'] }, password: 'correct horse' });

  it('opens a session that only its token can find', async () => {
    await add('Ada@Example.com', 'scientist');
    const { token } = await signIn(db, { email: ' ada@example.COM', password: 'correct horse' }, caller);
    const viewer = await viewerOfSession(db, token);
    assert.equal(viewer?.email, 'ada@example.com');
    assert.equal(viewer?.role, 'scientist');
    assert.deepEqual(viewer?.attributes, { countries: ['KR'] });

    const stored = JSON.stringify(await db.selectFrom('session').selectAll().execute());
    assert.ok(!stored.includes(token), 'the token itself is in the table');
    const hash = await db.selectFrom('session').select('hash').executeTakeFirstOrThrow();
    assert.equal(await viewerOfSession(db, hash.hash), null, 'a stolen hash signs in');
  });

  it('feels a cut role at the next request', async () => {
    await add('cut@example.com', 'admin');
    const { token } = await signIn(db, { email: 'cut@example.com', password: 'correct horse' }, caller);
    await setRole(db, 'test', 'cut@example.com', 'analyst');
    assert.equal((await viewerOfSession(db, token))?.role, 'analyst');
  });

  it('lets a disabled person out at once and not in again', async () => {
    await add('gone@example.com');
    const { token } = await signIn(db, { email: 'gone@example.com', password: 'correct horse' }, caller);
    await setDisabled(db, 'test', 'gone@example.com', true);
    assert.equal(await viewerOfSession(db, token), null);
    await assert.rejects(signIn(db, { email: 'gone@example.com', password: 'correct horse' }, caller), /do not belong/);
    await setDisabled(db, 'test', 'gone@example.com', false);
    assert.equal(await viewerOfSession(db, token), null, 'an old session came back');
  });

  it('ends sessions by signing out, by expiry and by a new password', async () => {
    await add('ends@example.com');
    const open = () => signIn(db, { email: 'ends@example.com', password: 'correct horse' }, caller);
    const [first, second, third] = [await open(), await open(), await open()];
    await closeSession(db, first.token);
    await closeSession(db, first.token);
    assert.equal(await viewerOfSession(db, first.token), null);
    assert.ok(await viewerOfSession(db, second.token));

    const { secretHash } = await import('#lib/auth/secret.ts');
    await db
      .updateTable('session')
      .set({ expires_at: '2020-01-01' })
      .where('hash', '=', secretHash(second.token))
      .execute();
    assert.equal(await viewerOfSession(db, second.token), null);

    await setPassword(db, 'test', 'ends@example.com', 'battery staple');
    assert.equal(await viewerOfSession(db, third.token), null);
    await assert.rejects(open(), /do not belong/);
  });

  it('answers an unknown email like a wrong password, in the same time', async () => {
    await add('known@example.com');
    const attempt = async (email: string) => {
      const start = performance.now();
      const failed = await signIn(db, { email, password: 'wrong' }, { ...caller, address: '192.0.2.2' }).catch(String);
      return { failed, time: performance.now() - start };
    };
    const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    const known: number[] = [];
    const unknown: number[] = [];
    // In turns, so that a busy machine slows both.
    for (let i = 0; i < 9; i++) {
      const [one, other] = [await attempt('known@example.com'), await attempt('unknown@example.com')];
      assert.equal(one.failed, other.failed);
      known.push(one.time);
      unknown.push(other.time);
    }
    const ratio = median(known) / median(unknown);
    assert.ok(ratio > 0.5 && ratio < 2, `known ${median(known)} ms, unknown ${median(unknown)} ms`);
  });

  it('writes down who signed in and who failed, without the password', async () => {
    const rows = await db.selectFrom('audit').selectAll().execute();
    assert.ok(rows.some((row) => row.what === 'sign-in' && row.who === 'ada@example.com'));
    assert.ok(rows.some((row) => row.what === 'sign-in.failed' && row.who === 'unknown@example.com'));
    assert.ok(rows.some((row) => row.what === 'person.role'));
    assert.doesNotMatch(JSON.stringify(rows), /correct horse|battery staple/);
  });

  it('does not count those who sign in', async () => {
    await add('often@example.com');
    for (let i = 0; i < 15; i++) {
      await signIn(db, { email: 'often@example.com', password: 'correct horse' }, { ...caller, address: '192.0.2.5' });
    }
  });

  it('allows ten failures a minute for one email and fifty for one address', async () => {
    const attempts = (email: (n: number) => string, address: string, n: number) =>
      Promise.all(
        Array.from({ length: n }, (_, i) =>
          signIn(db, { email: email(i), password: 'wrong' }, { address, userAgent: null }).catch(
            (e: Error) => e.message,
          ),
        ),
      );
    const oneEmail = await attempts(() => 'target@example.com', '192.0.2.3', 30);
    assert.equal(oneEmail.filter((message) => /too many attempts/.test(String(message))).length, 20);
    const oneAddress = await attempts((n) => `someone${n}@example.com`, '192.0.2.4', 60);
    assert.equal(oneAddress.filter((message) => /too many attempts/.test(String(message))).length, 10);
  });
});
