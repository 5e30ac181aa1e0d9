import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { addPerson, setDisabled } from '#lib/auth/people.ts';
import { endOtherSessions, endSession, listSessions, openSession, viewerOfSession } from '#lib/auth/session.ts';
import { createToken, listTokens, viewerOfToken } from '#lib/auth/tokens.ts';
import { testStore } from '#lib/store/test-store.ts';

describe('sessions', async () => {
  const db = await testStore({ after });
  const email = 'ada@example.com';
  const id = await addPerson(db, 'test', { email, name: 'Ada', role: 'analyst', password: 'correct horse' });
  const open = async () => (await openSession(db, id, 'Firefox/140')).token;

  it('are listed without their tokens, the asking one marked', async () => {
    const [here, elsewhere] = [await open(), await open()];
    const listed = await listSessions(db, id, here);
    assert.deepEqual(listed.map((session) => session.current).sort(), [false, true]);
    assert.ok(!JSON.stringify(listed).includes(here) && !JSON.stringify(listed).includes(elsewhere));
    for (const session of listed) assert.equal(await viewerOfSession(db, session.id), null);
  });

  it('end one by one, or all others at once, at the next request', async () => {
    const [here, first, second] = [await open(), await open(), await open()];
    const ids = await listSessions(db, id, first);
    const sessionId = ids.find((session) => session.current)?.id ?? '';
    await endSession(db, email, 'somebody else', sessionId);
    assert.ok(await viewerOfSession(db, first), 'only with their own person');
    await endSession(db, email, id, sessionId);
    assert.equal(await viewerOfSession(db, first), null);
    assert.ok(await viewerOfSession(db, second));
    await endOtherSessions(db, email, id, here);
    assert.equal(await viewerOfSession(db, second), null);
    assert.ok(await viewerOfSession(db, here));
    assert.equal((await listSessions(db, id)).length, 1);
    const ended = await db.selectFrom('audit').select('detail').where('what', '=', 'session.end').execute();
    assert.equal(ended.length, 2);
  });

  it('say when a person was last seen, and so do tokens', async () => {
    const token = await open();
    await db.updateTable('session').set({ seen_at: '2020-01-01' }).execute();
    await db.updateTable('person').set({ seen_at: null }).execute();
    await viewerOfSession(db, token);
    const listed = await listSessions(db, id, token);
    assert.ok((listed[0]?.seenAt ?? '') > '2021' && listed[0]?.current);
    const person = await db.selectFrom('person').select('seen_at').executeTakeFirstOrThrow();
    assert.ok(person.seen_at);
    await db.updateTable('person').set({ seen_at: '2020-01-01' }).execute();
    await viewerOfSession(db, await open());
    const again = await db.selectFrom('person').select('seen_at').executeTakeFirstOrThrow();
    assert.ok((again.seen_at?.getFullYear() ?? 0) > 2020, 'by a browser that has just signed in, too');
    const secret = await createToken(db, email, { email, name: 'notebook' });
    assert.equal((await listTokens(db, id))[0]?.usedAt, null);
    await viewerOfToken(db, secret);
    assert.ok((await listTokens(db, id))[0]?.usedAt);
  });

  it('all end when their person is disabled', async () => {
    await addPerson(db, 'test', { email: 'root@example.com', name: 'Root', role: 'admin', password: 'correct horse' });
    const tokens = [await open(), await open()];
    await setDisabled(db, 'root@example.com', email, true);
    for (const token of tokens) assert.equal(await viewerOfSession(db, token), null);
    await setDisabled(db, 'root@example.com', email, false);
    for (const token of tokens) assert.equal(await viewerOfSession(db, token), null);
  });
});
