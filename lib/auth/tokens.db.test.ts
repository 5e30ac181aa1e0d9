import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { addPerson, personByEmail, setDisabled, setRole } from '#lib/auth/people.ts';
import { createToken, revokeToken, viewerOfToken } from '#lib/auth/tokens.ts';
import { testStore } from '#lib/store/test-store.ts';

describe('personal tokens', async () => {
  const db = await testStore({ after });
  await addPerson(db, 'test', { email: 'root@example.com', name: 'Root', role: 'admin', password: 'correct horse' });
  await addPerson(db, 'test', { email: 'ada@example.com', name: 'Ada', role: 'scientist', password: 'correct horse' });
  const create = (days?: number) => createToken(db, 'test', { email: 'ada@example.com', name: 'notebook', days });

  it('act as their person and are stored as a hash', async () => {
    const token = await create();
    assert.match(token, /^summa_[\w-]{43}$/);
    assert.equal((await viewerOfToken(db, token))?.email, 'ada@example.com');
    const rows = await db.selectFrom('token').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(token));
    for (const row of rows) assert.equal(await viewerOfToken(db, row.hash), null);
    assert.doesNotMatch(JSON.stringify(await db.selectFrom('audit').selectAll().execute()), /summa_/);
  });

  it('change with the role of their person', async () => {
    const token = await create();
    await setRole(db, 'test', 'ada@example.com', 'analyst');
    assert.equal((await viewerOfToken(db, token))?.role, 'analyst');
  });

  it('stop when they expire, are revoked, or their person is disabled', async () => {
    const [expired, revoked, token] = [await create(1), await create(), await create()];
    const ids = await db.selectFrom('token').select(['id', 'expires_at']).orderBy('created_at').execute();
    await db.updateTable('token').set({ expires_at: '2020-01-01' }).where('expires_at', 'is not', null).execute();
    assert.equal(await viewerOfToken(db, expired), null);

    assert.ok(await viewerOfToken(db, revoked));
    const id = ids.at(-2)?.id ?? '';
    await revokeToken(db, 'test', 'somebody else', id);
    assert.ok(await viewerOfToken(db, revoked));
    await revokeToken(db, 'test', (await personByEmail(db, 'ada@example.com')).id, id);
    assert.equal(await viewerOfToken(db, revoked), null);

    assert.ok(await viewerOfToken(db, token));
    await setDisabled(db, 'test', 'ada@example.com', true);
    assert.equal(await viewerOfToken(db, token), null);
    await assert.rejects(create(), /is disabled/);
  });
});
