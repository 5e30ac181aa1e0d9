import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sessionCookieName, sessionCookieOptions, sessionTokenOf } from '#lib/auth/cookie.ts';

describe('the session cookie', () => {
  it('is bound to its host and to TLS where there is TLS', () => {
    assert.equal(sessionCookieName('https://summa.test'), '__Host-summa');
    const options = sessionCookieOptions('https://summa.test', new Date(0));
    assert.deepEqual(options, { httpOnly: true, sameSite: 'lax', secure: true, path: '/', expires: new Date(0) });
    assert.equal(sessionCookieOptions('http://localhost:3000', new Date(0)).secure, false);
  });

  it('is found among others by its whole name', () => {
    assert.equal(sessionTokenOf('a=b; summa=token; c', 'http://localhost:3000'), 'token');
    assert.equal(sessionTokenOf('a=b;summa=token', 'http://localhost:3000'), 'token');
    for (const header of [null, '', 'summa', 'summa=', 'summa-theme=dark', 'xsumma=token', 'summa=token']) {
      assert.equal(sessionTokenOf(header, 'https://summa.test'), null, String(header));
    }
  });
});
