import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readEnvironment } from '#lib/environment.ts';

const message = (env: Record<string, string>) => {
  try {
    readEnvironment(env);
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail('expected a refusal');
};

describe('readEnvironment(env)', () => {
  it('defaults to the embedded server on this machine', () => {
    assert.deepEqual(readEnvironment({}), {
      warehouseUrl: '',
      warehouseReadUrl: '',
      schema: 'summa',
      controlUrl: '',
      embedded: true,
      embeddedControl: true,
      port: 3000,
      host: '127.0.0.1',
      appUrl: 'http://localhost:3000',
      refreshConcurrency: 2,
      home: path.resolve('.summa'),
      admin: null,
    });
  });

  it('reads with the warehouse URL when no other is given for reading', () => {
    const environment = readEnvironment({ WAREHOUSE_URL: 'postgres://a:b@cluster:5439/dwh' });
    assert.equal(environment.warehouseReadUrl, 'postgres://a:b@cluster:5439/dwh');
    assert.equal(environment.embedded, false);
    assert.equal(environment.embeddedControl, true);
  });

  it('uses a Redshift only where that is asked for', () => {
    const WAREHOUSE_URL = 'redshift://a:b@cluster:5439/dwh';
    assert.throws(() => readEnvironment({ WAREHOUSE_URL }), /none has been run on a Redshift.*--experimental/);
    const environment = readEnvironment({ WAREHOUSE_URL, SUMMA_EXPERIMENTAL: '1' });
    assert.equal(environment.warehouseUrl, WAREHOUSE_URL);
    assert.throws(
      () => readEnvironment({ WAREHOUSE_URL: 'postgres://a:b@h/d', WAREHOUSE_READ_URL: WAREHOUSE_URL }),
      /WAREHOUSE_READ_URL and WAREHOUSE_URL/,
    );
  });

  it('accepts a socket folder', () => {
    const url = 'postgres://summa:pw@/warehouse?host=/run/postgresql';
    assert.equal(readEnvironment({ WAREHOUSE_URL: url }).warehouseUrl, url);
  });

  it('takes empty values for absent ones', () => {
    assert.equal(readEnvironment({ PORT: '', WAREHOUSE_URL: ' ' }).port, 3000);
  });

  it('refuses with what was found, what was expected and what to do, without the password', () => {
    for (const [env, expected] of [
      [{ WAREHOUSE_URL: 'mysql://root:hunter2@db/shop' }, /^WAREHOUSE_URL names a database Summa cannot use.*Expected/],
      [{ WAREHOUSE_URL: 'postgres://root:hunter2@db' }, /^WAREHOUSE_URL names no database.*Add the database/],
      [{ WAREHOUSE_URL: 'postgres://root:hunter2@db:port/x' }, /^WAREHOUSE_URL is not a URL.*Correct it/],
      [{ CONTROL_URL: 'redshift://root:hunter2@db/x' }, /^CONTROL_URL names a database/],
      [{ WAREHOUSE_READ_URL: 'postgres://r:hunter2@db/x' }, /^WAREHOUSE_READ_URL is set but WAREHOUSE_URL is not/],
      [{ PORT: '70000' }, /^PORT is not a port: found "70000"/],
      [{ SUMMA_SCHEMA: 'x"; drop' }, /^SUMMA_SCHEMA is not a schema/],
      [{ SUMMA_SCHEMA: 'pg_summa' }, /^SUMMA_SCHEMA is not a schema/],
      [{ APP_URL: 'summa.example.com' }, /^APP_URL is not the address/],
      [{ APP_URL: 'https://example.com/summa' }, /without a path/],
      [{ SUMMA_ADMIN_EMAIL: 'a@b.c' }, /SUMMA_ADMIN_PASSWORD is not\. Set both/],
      [{ SUMMA_ADMIN_EMAIL: 'a@b.c', SUMMA_ADMIN_PASSWORD: 'hunter2' }, /too short: found 7 characters/],
    ] as const) {
      assert.match(message(env), expected);
      assert.doesNotMatch(message(env), /hunter2/);
    }
  });
});
