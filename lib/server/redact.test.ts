import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redact } from '#lib/server/redact.ts';

describe('redact(text)', () => {
  it('hides passwords wherever they stand', () => {
    for (const text of [
      'cannot reach postgres://summa:hunter2@db:5432/x',
      'redshift://u:p@hunter2@db/x',
      'postgres://db/x?user=a&password=hunter2&sslmode=require',
      'password=hunter2',
      `{"password": "hunter2"}`,
      `password: 'hunter2',`,
      'PGPASSWORD=hunter2 psql',
      'Authorization: Bearer hunter2hunter2',
    ]) {
      assert.doesNotMatch(redact(text), /hunter2/, text);
    }
  });

  it('leaves ordinary lines alone', () => {
    for (const text of [
      'Ready at http://localhost:3000',
      'ada@example.com signed in from 10.0.0.1:443',
      'see https://example.com/a?b=c and mail@example.com',
      'password authentication failed for user "summa"',
    ]) {
      assert.equal(redact(text), text);
    }
  });
});
