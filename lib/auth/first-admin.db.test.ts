import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ensureFirstAdmin } from '#lib/auth/first-admin.ts';
import { signIn } from '#lib/auth/sign-in.ts';
import { testStore } from '#lib/store/test-store.ts';

const caller = { address: '192.0.2.1', userAgent: null };

describe('ensureFirstAdmin(db, environment)', () => {
  it('makes exactly one in a race of 100', async (t) => {
    const db = await testStore(t);
    const answers = await Promise.all(Array.from({ length: 100 }, () => ensureFirstAdmin(db, { admin: null })));
    const told = answers.filter((answer) => answer.oneTimePassword !== null);
    assert.equal(told.length, 1);
    const people = await db.selectFrom('person').selectAll().execute();
    assert.deepEqual(
      people.map((person) => [person.email, person.role]),
      [['admin@localhost', 'admin']],
    );
    assert.match(told[0]?.oneTimePassword ?? '', /^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
    await signIn(db, { email: 'admin@localhost', password: told[0]?.oneTimePassword ?? '' }, caller);
  });

  it('takes the one the environment names, and tells no password', async (t) => {
    const db = await testStore(t);
    const admin = { email: 'Ada@example.com', password: 'correct horse battery' };
    assert.deepEqual(await ensureFirstAdmin(db, { admin }), { email: 'ada@example.com', oneTimePassword: null });
    await signIn(db, admin, caller);
  });

  it('leaves an admin who is there alone', async (t) => {
    const db = await testStore(t);
    await ensureFirstAdmin(db, { admin: { email: 'ada@example.com', password: 'correct horse battery' } });
    const again = await ensureFirstAdmin(db, { admin: { email: 'eve@example.com', password: 'something else' } });
    assert.deepEqual(again, { email: 'ada@example.com', oneTimePassword: null });
    await assert.rejects(signIn(db, { email: 'eve@example.com', password: 'something else' }, caller));
  });

  it('gives two installs different passwords', async (t) => {
    const one = await ensureFirstAdmin(await testStore(t), { admin: null });
    const other = await ensureFirstAdmin(await testStore(t), { admin: null });
    assert.ok(one.oneTimePassword && other.oneTimePassword);
    assert.notEqual(one.oneTimePassword, other.oneTimePassword);
  });
});
