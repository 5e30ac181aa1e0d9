import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { addPerson, listPeople, setDisabled, setRole } from '#lib/auth/people.ts';
import { testStore } from '#lib/store/test-store.ts';

describe('people', async () => {
  const db = await testStore({ after });
  const add = (email: string, role: 'analyst' | 'admin') =>
    addPerson(db, 'test', { email, name: 'Someone', role, password: 'correct horse' });

  it('are one for each email, whatever its capitals', async () => {
    await add('ada@example.com', 'admin');
    await assert.rejects(add('ADA@example.com', 'analyst'), /is here already/);
    assert.equal((await listPeople(db)).length, 1);
  });

  it('always have an admin among them', async () => {
    await assert.rejects(setRole(db, 'test', 'ada@example.com', 'analyst'), /is the only admin/);
    await assert.rejects(setDisabled(db, 'test', 'ada@example.com', true), /is the only admin/);
    await add('bob@example.com', 'admin');
    const both = await Promise.allSettled([
      setRole(db, 'bob@example.com', 'ada@example.com', 'analyst'),
      setRole(db, 'ada@example.com', 'bob@example.com', 'analyst'),
    ]);
    assert.deepEqual(both.map((result) => result.status).sort(), ['fulfilled', 'rejected']);
  });

  it('say what to do when nobody has an email', async () => {
    await assert.rejects(setRole(db, 'test', 'nobody@example.com', 'admin'), /list of people/);
  });
});
