import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { type Acceptance, acceptInvitation, invitationState } from '#lib/auth/accept-invitation.ts';
import { addGroup, groupsOf, removeGroup } from '#lib/auth/groups.ts';
import { invite, listInvitations, passwordLink, revokeInvitation } from '#lib/auth/invitations.ts';
import { addPerson, personByEmail, setDisabled } from '#lib/auth/people.ts';
import { viewerOfSession } from '#lib/auth/session.ts';
import { signIn } from '#lib/auth/sign-in.ts';
import { testStore } from '#lib/store/test-store.ts';

const who = 'root@example.com';
const caller = { address: '192.0.2.1', userAgent: null };
const chosen: Acceptance = { name: 'Ada', password: 'a good password' };

describe('invitations', async () => {
  const db = await testStore({ after });
  await addPerson(db, 'test', { email: who, name: 'Root', role: 'admin', password: 'correct horse' });
  await addGroup(db, who, 'finance');
  await addGroup(db, who, 'short-lived');

  it('add a person with role and groups, signed in', async () => {
    const groups = ['short-lived', 'finance'];
    const { secret } = await invite(db, who, { email: 'Ada@Example.com', role: 'scientist', groups });
    const open = await invitationState(db, secret, caller);
    assert.deepEqual(open, { state: 'open', email: 'ada@example.com', kind: 'new person' });
    await removeGroup(db, who, 'short-lived');
    const { token } = await acceptInvitation(db, secret, chosen, caller);
    const viewer = await viewerOfSession(db, token);
    assert.deepEqual([viewer?.name, viewer?.role, viewer?.groups], ['Ada', 'scientist', ['finance']]);
    await signIn(db, { email: 'ada@example.com', password: chosen.password }, caller);
    assert.deepEqual(await invitationState(db, secret, caller), { state: 'used' });
  });

  it('are used once, by one of twenty at the same moment', async () => {
    const { secret } = await invite(db, who, { email: 'race@example.com', role: 'analyst' });
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        acceptInvitation(db, secret, { ...chosen, name: `Racer ${n}` }, { ...caller, address: `192.0.2.${n}` }),
      ),
    );
    assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1);
    for (const result of results) if (result.status === 'rejected') assert.match(String(result.reason), /used already/);
    const people = await db.selectFrom('person').select('id').where('email', '=', 'race@example.com').execute();
    assert.equal(people.length, 1);
    const sessions = await db
      .selectFrom('session')
      .select('id')
      .where('person_id', '=', people[0]?.id ?? '')
      .execute();
    assert.equal(sessions.length, 1);
  });

  it('end by time, by being taken back and by a newer one', async () => {
    const wish = { email: 'late@example.com', role: 'analyst' } as const;
    const older = await invite(db, who, wish);
    const expired = await invite(db, who, wish);
    assert.deepEqual(await invitationState(db, older.secret, caller), { state: 'revoked' });
    await db.updateTable('invitation').set({ expires_at: '2020-01-01' }).where('id', '=', expired.id).execute();
    await assert.rejects(acceptInvitation(db, expired.secret, chosen, caller), /has expired/);
    const revoked = await invite(db, who, wish);
    assert.deepEqual(
      (await listInvitations(db)).map((one) => one.id),
      [revoked.id],
    );
    await revokeInvitation(db, who, revoked.id);
    await assert.rejects(acceptInvitation(db, revoked.secret, chosen, caller), /taken back/);
    assert.deepEqual(await listInvitations(db), []);
    await assert.rejects(personByEmail(db, wish.email), /Nobody here/);
  });

  it('are refused for an email that is here, and for a group that is not', async () => {
    await assert.rejects(invite(db, who, { email: who, role: 'analyst' }), /is here already/);
    await assert.rejects(invite(db, who, { email: 'x@example.com', role: 'analyst', groups: ['no'] }), /no group no/);
  });

  it('keep their secret out of the store and the audit log', async () => {
    const { secret } = await invite(db, who, { email: 'secret@example.com', role: 'analyst' });
    const stored = JSON.stringify([
      await db.selectFrom('invitation').selectAll().execute(),
      await db.selectFrom('audit').selectAll().execute(),
    ]);
    assert.ok(!stored.includes(secret));
  });

  it('ask for a good password before they are used up', async () => {
    const { secret } = await invite(db, who, { email: 'weak-one@example.com', role: 'analyst' });
    const accept = (password: string) => acceptInvitation(db, secret, { name: '', password }, caller);
    await assert.rejects(accept('too short'), /too short/);
    await assert.rejects(accept('Weak-One@example.com'), /your email/);
    await accept('long enough');
    assert.equal((await personByEmail(db, 'weak-one@example.com')).name, 'weak-one@example.com');
  });

  it('give a person a new password and end the sessions of the old one', async () => {
    const email = 'forgetful@example.com';
    const id = await addPerson(db, 'test', { email, name: 'Fay', role: 'analyst', password: 'old password' });
    const { token: old } = await signIn(db, { email, password: 'old password' }, caller);
    const { secret } = await passwordLink(db, who, email);
    assert.ok(await viewerOfSession(db, old), 'until the link is used nothing changes');
    const { token } = await acceptInvitation(db, secret, chosen, caller);
    assert.equal((await viewerOfSession(db, token))?.id, id);
    assert.equal(await viewerOfSession(db, old), null);
    await assert.rejects(signIn(db, { email, password: 'old password' }, caller), /do not belong/);
    assert.deepEqual(await groupsOf(db, id), []);
  });

  it('end when their person is disabled, and do not come back', async () => {
    const email = 'gone@example.com';
    await addPerson(db, 'test', { email, name: 'Gus', role: 'analyst', password: 'old password' });
    const { secret } = await passwordLink(db, who, email);
    await setDisabled(db, who, email, true);
    await assert.rejects(passwordLink(db, who, email), /is disabled/);
    await setDisabled(db, who, email, false);
    await assert.rejects(acceptInvitation(db, secret, chosen, caller), /taken back/);
  });

  it('cannot be guessed: links that lead nowhere are counted', async () => {
    const address = '198.51.100.7';
    const { secret } = await invite(db, who, { email: 'guess@example.com', role: 'analyst' });
    const states = await Promise.all(
      Array.from({ length: 40 }, () => invitationState(db, 'guess', { ...caller, address })),
    );
    assert.equal(states.filter(({ state }) => state === 'unknown').length, 30);
    assert.deepEqual(await invitationState(db, secret, { ...caller, address }), { state: 'limited' });
    assert.equal((await invitationState(db, secret, caller)).state, 'open');
  });
});
