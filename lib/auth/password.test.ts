import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashPassword, randomPassword, verifyPassword } from '#lib/auth/password.ts';

describe('hashPassword(password), verifyPassword(password, stored)', () => {
  it('know a password again, however its accents were typed', async () => {
    const stored = await hashPassword('caf\u00e9 au lait');
    assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    assert.ok(await verifyPassword('cafe\u0301 au lait', stored));
    assert.ok(!(await verifyPassword('cafe au lait', stored)));
    assert.notEqual(await hashPassword('caf\u00e9 au lait'), stored);
  });

  it('say no, as slowly, when nothing is stored', async () => {
    assert.equal(await verifyPassword('anything', null), false);
  });

  it('refuse a stored text they did not write', async () => {
    await assert.rejects(verifyPassword('x', '$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA'), /not an argon2id hash/);
  });

  it('turn people away rather than take all memory', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 80 }, () => verifyPassword('x', null)));
    const refused = answers.filter((answer) => answer.status === 'rejected');
    assert.equal(refused.length, 80 - 66);
    assert.ok(refused.every((answer) => answer.reason.status === 503));
    assert.equal(await verifyPassword('x', null), false, 'the queue is free again');
  });
});

describe('randomPassword()', () => {
  it('is never the same and easy to type', () => {
    const many = new Set(Array.from({ length: 1000 }, randomPassword));
    assert.equal(many.size, 1000);
    for (const one of many) assert.match(one, /^[a-hjkmnp-z2-9]{5}(-[a-hjkmnp-z2-9]{5}){3}$/);
  });
});
