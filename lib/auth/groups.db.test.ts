import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { addGroup, groupsOf, listGroups, removeGroup } from '#lib/auth/groups.ts';
import { addPerson, changePerson } from '#lib/auth/people.ts';
import { openSession, viewerOfSession } from '#lib/auth/session.ts';
import { createToken, viewerOfToken } from '#lib/auth/tokens.ts';
import { testStore } from '#lib/store/test-store.ts';

describe('groups', async () => {
  const db = await testStore({ after });
  const email = 'ada@example.com';
  const id = await addPerson(db, 'test', { email, name: 'Ada', role: 'analyst', password: 'correct horse' });

  it('have one name each, that a definition can say', async () => {
    await addGroup(db, 'test', 'finance');
    await addGroup(db, 'test', 'board');
    await assert.rejects(addGroup(db, 'test', 'finance'), /is a group finance already|There is a group finance/);
    for (const name of ['', 'Finance', 'a b', '../x', 'x'.repeat(61)]) {
      await assert.rejects(addGroup(db, 'test', name), /cannot be called/);
    }
    assert.deepEqual(await listGroups(db), ['board', 'finance']);
  });

  it('are felt by sessions and tokens at the next request, given and taken', async () => {
    const { token } = await openSession(db, id, null);
    const secret = await createToken(db, 'test', { email, name: 'notebook' });
    const seen = async () => [(await viewerOfSession(db, token))?.groups, (await viewerOfToken(db, secret))?.groups];
    await changePerson(db, 'test', email, { groups: ['finance', 'board', 'finance'] });
    assert.deepEqual(await seen(), [
      ['board', 'finance'],
      ['board', 'finance'],
    ]);
    await changePerson(db, 'test', email, { groups: ['finance'] });
    assert.deepEqual(await seen(), [['finance'], ['finance']]);
    await removeGroup(db, 'test', 'finance');
    assert.deepEqual(await seen(), [[], []]);
    await assert.rejects(changePerson(db, 'test', email, { groups: ['finance'] }), /no group finance/);
    assert.deepEqual(await groupsOf(db, id), []);
  });

  it('and other changes of a person stand in the audit log, each once', async () => {
    await db.deleteFrom('audit').execute();
    const change = { role: 'scientist', groups: ['board'], attributes: { countries: ['KR', 'São, Paulo'] } } as const;
    const wish = { ...change, attributes: { countries: [...change.attributes.countries] } };
    await changePerson(db, 'root', email, wish);
    await changePerson(db, 'root', email, wish);
    const noted = await db.selectFrom('audit').select(['who', 'what']).orderBy('what').execute();
    assert.deepEqual(
      noted.map(({ who, what }) => `${who} ${what}`),
      ['root person.attributes', 'root person.groups', 'root person.role'],
    );
  });
});
