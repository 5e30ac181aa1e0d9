import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectionOf } from './connection.ts';

const ssl = (query: string, env = {}) => connectionOf(`postgres://ana:p%40ss@db.example.com/sales${query}`, env).ssl;

describe('connectionOf(url)', () => {
  it('leaves alone what it does not know and keeps the password as it is written', () => {
    const { connectionString } = connectionOf(
      'postgres://ana:p%40ss@db.example.com/sales?statement_timeout=5&sslmode=disable',
    );
    assert.equal(connectionString, 'postgres://ana:p%40ss@db.example.com/sales?statement_timeout=5');
  });

  it('takes the options of a session apart, so that others can be added to them', () => {
    assert.equal(connectionOf('postgres://ana@db/sales?options=-c%20role%3Dx', {}).options, '-c role=x');
  });

  it('says nothing of TLS where the URL says nothing', () => {
    assert.equal(ssl(''), undefined);
    assert.equal(ssl('', { PGSSLMODE: 'prefer' }), undefined);
  });

  it('encrypts without a look at the certificate for sslmode=require', () => {
    assert.deepEqual(ssl('?sslmode=require'), { rejectUnauthorized: false });
    assert.deepEqual(ssl('', { PGSSLMODE: 'require' }), { rejectUnauthorized: false });
  });

  it('checks certificate and name for sslmode=verify-full', () => {
    assert.deepEqual(ssl('?sslmode=verify-full&sslrootcert=system'), {});
  });

  it('never uses TLS on a socket', () => {
    assert.equal(ssl('?host=/run/postgresql', { PGSSLMODE: 'require' }), false);
  });

  it('refuses what it cannot keep, and says what to write', () => {
    assert.throws(
      () => ssl('?sslmode=prefer'),
      /never falls back .*Expected disable, require, verify-ca or verify-full/,
    );
    assert.throws(() => ssl('?sslmode=requre'), /sslmode=requre is not known/);
    assert.throws(() => ssl('?sslmode=verify-ca'), /names no certificate authority/);
    assert.throws(() => ssl('?sslmode=verify-full&sslrootcert=/nowhere/ca.pem'), /\/nowhere\/ca\.pem \(ENOENT\)/);
  });
});
