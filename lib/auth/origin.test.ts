import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isOwnOrigin, ownPath } from '#lib/auth/origin.ts';

describe('isOwnOrigin(origin, appUrl)', () => {
  it('takes the configured address, and the names of this machine for one another', () => {
    assert.ok(isOwnOrigin('https://summa.example.com', 'https://summa.example.com'));
    assert.ok(isOwnOrigin('http://127.0.0.1:3000', 'http://localhost:3000'));
    assert.ok(isOwnOrigin('http://[::1]:3000', 'http://127.0.0.1:3000'));
  });

  it('takes nothing else', () => {
    for (const origin of [
      'null',
      '',
      'http://localhost:3001',
      'https://localhost:3000',
      'http://localhost.evil.test:3000',
      'http://evil.test:3000',
    ]) {
      assert.ok(!isOwnOrigin(origin, 'http://localhost:3000'), origin);
    }
    assert.ok(!isOwnOrigin('http://localhost:3000', 'https://summa.example.com'));
    assert.ok(!isOwnOrigin('http://summa.example.com', 'https://summa.example.com'));
  });
});

describe('ownPath(next)', () => {
  it('keeps a path of ours whole', () => {
    assert.equal(ownPath('/dashboards/sales?period=a..b&epoch=4#x'), '/dashboards/sales?period=a..b&epoch=4#x');
  });

  it('turns everything that leads elsewhere into the home page', () => {
    for (const next of [
      null,
      '',
      'https://evil.test',
      '//evil.test',
      '/\\evil.test',
      '/\t/evil.test',
      '/x/..//evil.test',
      '/.//evil.test',
      'javascript:alert(1)',
      '/sign-in?next=/',
    ]) {
      assert.equal(ownPath(next), '/', String(next));
    }
  });
});
