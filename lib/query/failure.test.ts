import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { pageFailure, tileFailure } from './failure.ts';

const coded = (code: string, message: string) => Object.assign(new Error(message), { code });

describe('tileFailure(where, error)', () => {
  const lines: string[] = [];
  const failed = (error: unknown) => tileFailure('tile', error, (line) => lines.push(line));
  const words = (error: unknown) => say(failed(error).message, english);

  it('says in words what a person can do', () => {
    assert.equal(failed(coded('57014', 'canceling statement due to statement timeout')).code, 'timeout');
    assert.match(words(coded('ECONNREFUSED', 'connect ECONNREFUSED /run/x')), /cannot be reached/);
    assert.match(words(new PersonError({ found: 'Found.', expected: '', todo: 'Do.' })), /^Found\. Do\.$/);
  });
  it('says what only an admin can mend, and logs it', () => {
    assert.match(
      words(coded('28P01', 'password authentication failed for user "summa_read"')),
      /does not let Summa in.*doctor/,
    );
    assert.match(words(coded('3D000', 'database "x" does not exist')), /does not let Summa in/);
    assert.match(words(coded('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate')), /does not let Summa in/);
    assert.match(words(coded('42501', 'permission denied for table _g1_rows')), /may not read its tables.*doctor/);
    assert.equal(lines.filter((line) => line.includes('permission denied for table _g1_rows')).length, 1);
  });
  it('shows a reference instead of what the database said', () => {
    const failure = failed(coded('42703', 'column "secret" does not exist'));
    assert.equal(failure.code, 'failed');
    const said = say(failure.message, english);
    assert.doesNotMatch(said, /secret/);
    const [, reference = 'none'] = /reference (\w+)/.exec(said) ?? [];
    assert.ok(lines.some((line) => line.includes(reference)));
  });
});

describe('pageFailure(error)', () => {
  it('is a sentence where the warehouse is away, and the error itself otherwise', () => {
    for (const code of ['ECONNREFUSED', 'EAI_AGAIN', '57P03', '53300', '42P01', '57014', '28P01', '42501']) {
      const failure = pageFailure(coded(code, 'x'));
      assert.ok(failure instanceof PersonError && failure.status === 503, code);
    }
    const other = new Error('x');
    assert.equal(pageFailure(other), other);
  });
});
