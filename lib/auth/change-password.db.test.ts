import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { changePassword } from '#lib/auth/change-password.ts';
import { addPerson } from '#lib/auth/people.ts';
import { viewerOfSession } from '#lib/auth/session.ts';
import { signIn } from '#lib/auth/sign-in.ts';
import type { Viewer } from '#lib/auth/viewer.ts';
import { testStore } from '#lib/store/test-store.ts';

const caller = { address: '192.0.2.1', userAgent: null };

describe('changePassword(db, viewer, passwords, caller)', async () => {
  const db = await testStore({ after });
  const email = 'ada@example.com';
  await addPerson(db, 'test', { email, name: 'Ada', role: 'analyst', password: 'first password' });
  const open = async (password: string) => (await signIn(db, { email, password }, caller)).token;
  const viewerOf = async (token: string) => (await viewerOfSession(db, token)) as Viewer;

  it('ends every other session and keeps this browser signed in', async () => {
    const [here, elsewhere] = [await open('first password'), await open('first password')];
    const passwords = { current: 'first password', next: 'second password' };
    const { token } = await changePassword(db, await viewerOf(here), passwords, caller);
    assert.equal((await viewerOf(token)).email, email);
    assert.equal(await viewerOfSession(db, here), null);
    assert.equal(await viewerOfSession(db, elsewhere), null);
    await assert.rejects(open('first password'), /do not belong/);
    await open('second password');
  });

  it('asks for the current password, ten times a minute at most', async () => {
    const viewer = await viewerOf(await open('second password'));
    const guess = () => changePassword(db, viewer, { current: 'guess', next: 'third password' }, caller).catch(String);
    const answers = await Promise.all(Array.from({ length: 12 }, guess));
    assert.ok(answers.some((answer) => /not your current password/.test(String(answer))));
    assert.ok(answers.some((answer) => /too many attempts/.test(String(answer))));
    assert.ok((await viewerOfSession(db, await open('second password').catch(() => 'none'))) === null);
  });
});
