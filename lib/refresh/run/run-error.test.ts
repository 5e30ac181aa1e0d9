import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DefinitionError } from '#lib/definition/problem.ts';
import { runError } from './run-error.ts';

const url = 'postgres://summa:topsecret@db.example.com/sales';
const fromServer = (code: string, message: string) => Object.assign(new Error(message), { code, severity: 'ERROR' });
const words = (error: unknown) => runError(error, url);

describe('runError(error, warehouseUrl)', () => {
  it('says what to do about what the warehouse refuses', () => {
    assert.match(words(fromServer('42501', 'permission denied for schema summa')), /permission denied .*doctor/);
    assert.match(
      words(fromServer('25006', 'cannot execute CREATE TABLE in a read-only transaction')),
      /primary server/,
    );
    assert.match(words(fromServer('53100', 'could not extend file')), /disk of the warehouse is full/);
    assert.match(words(fromServer('22P02', 'invalid input syntax for type integer: "x"')), /"x".*filter it in `from`/);
  });
  it('says which variable is wrong where it could not connect', () => {
    const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND db.example.com'), { code: 'ENOTFOUND' });
    assert.match(words(unknown), /The host "db\.example\.com" of WAREHOUSE_URL is not known/);
    assert.match(words(fromServer('28P01', 'password authentication failed')), /refuses the password of "summa"/);
  });
  it('begins with what is wrong with a definition, not with its file', () => {
    const problem = {
      place: 'queries/x.ts:5 › visits',
      found: 'no table raw.visits',
      expected: "one of 'orders'",
      todo: 'create it',
    };
    assert.equal(
      words(new DefinitionError([problem])),
      "Found no table raw.visits, expected one of 'orders'. To do: create it. (queries/x.ts:5 › visits)",
    );
  });
  it('leaves the words of Summa as they are, and never shows a password', () => {
    assert.equal(words(new Error('The worker was lost.')), 'The worker was lost.');
    assert.doesNotMatch(words(new Error(`cannot connect to ${url}`)), /topsecret/);
  });
});
