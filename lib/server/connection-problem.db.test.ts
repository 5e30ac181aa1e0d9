import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import pg from 'pg';
import { noSeparateServer, type SeparateServer, separateServer } from '#lib/warehouse/testing/separate-server.ts';
import { connectionOf } from './connection.ts';
import { adviceText, connectionProblem } from './connection-problem.ts';
import { freePort } from './port.ts';

/** What a person is told who connects with this URL, or how the connection came to be. */
async function told(url: string): Promise<string> {
  let client: pg.Client | undefined;
  try {
    client = new pg.Client({ ...connectionOf(url, {}), connectionTimeoutMillis: 1_500 });
    client.on('error', () => {});
    await client.connect();
    const { rows } = await client.query<{ ssl: boolean }>('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
    return rows[0]?.ssl ? 'with TLS' : 'without TLS';
  } catch (error) {
    const problem = connectionProblem('WAREHOUSE_URL', url, error);
    return problem ? adviceText(problem) : `unknown: ${String(error)} ${(error as { code?: string }).code}`;
  } finally {
    await client?.end().catch(() => {});
  }
}

async function withRoles(t: { after(fn: () => Promise<void>): void }): Promise<SeparateServer> {
  const server = await separateServer(t);
  await server.asAdmin(
    'postgres',
    `create role ana login password 'ana-secret'`,
    `create role group_only password 'group_only-secret'`,
    'create database sales',
    'create database closed',
    'revoke connect on database closed from public',
  );
  return server;
}

const local = 'host all all 127.0.0.1/32 scram-sha-256';

describe('connectionProblem(variable, url, error)', { skip: noSeparateServer }, () => {
  it('tells apart everything that can be wrong with a URL, and never repeats a password', async (t) => {
    const server = await withRoles(t);
    const at = `127.0.0.1:${server.port}`;
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    t.after(() => void silent.close());
    const other = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    t.after(() => void other.close());
    const portOf = (of: typeof silent) => (of.address() as { port: number }).port;

    const cases: [string, RegExp][] = [
      [server.url('ana', 'sales'), /^without TLS$/],
      [
        `postgres://ana:topsecret@no-such-host.invalid/sales`,
        /host "no-such-host\.invalid" of WAREHOUSE_URL is not known/,
      ],
      [`postgres://ana:topsecret@127.0.0.1:${await freePort()}/sales`, /Nothing listens at 127\.0\.0\.1, port \d+/],
      [`postgres://ana:topsecret@127.0.0.1:${portOf(silent)}/sales`, /does not answer\. .*firewall/],
      [`postgres://ana:topsecret@127.0.0.1:${portOf(other)}/sales`, /closed the connection/],
      [`postgres://ana:topsecret@localhost/sales?host=/nowhere`, /no socket of a PostgreSQL server in \/nowhere/],
      [
        `postgres://ana:topsecret@${at}/sales`,
        /refuses the password of "ana".*\n {4}alter role "ana" login password '…'/,
      ],
      [`postgres://nobody:topsecret@${at}/sales`, /or has no such role/],
      [`postgres://ana@${at}/sales`, /asks for a password, and WAREHOUSE_URL has none/],
      [server.url('group_only', 'sales'), /not permitted to log in.*\n {4}alter role "group_only" login;/],
      [server.url('ana', 'sale'), /has no database "sale".*\n {4}create database "sale";/],
      [server.url('ana', 'closed'), /may not connect .*\n {4}grant connect on database "closed" to "ana";/],
    ];
    for (const [url, expected] of cases) {
      const text = await told(url);
      assert.match(text, expected);
      assert.doesNotMatch(text, /topsecret|ana-secret/);
    }
  });

  it('follows sslmode as libpq does', async (t) => {
    const server = await withRoles(t);
    const url = server.url('ana', 'sales');
    const byName = url.replace('127.0.0.1', 'localhost');
    const [own, other] = [server.certificate, server.otherCertificate].map(encodeURIComponent);
    assert.equal(await told(`${url}?sslmode=disable`), 'without TLS');
    assert.equal(await told(`${url}?sslmode=require`), 'with TLS');
    assert.equal(await told(`${url}?sslmode=verify-ca&sslrootcert=${own}`), 'with TLS');
    assert.equal(await told(`${byName}?sslmode=verify-full&sslrootcert=${own}`), 'with TLS');
    assert.equal(await told(`${url}?sslmode=require&sslrootcert=${own}`), 'with TLS');
    // As in libpq, a named authority is checked even by `require`.
    assert.match(
      await told(`${url}?sslmode=require&sslrootcert=${other}`),
      /signed by nobody that WAREHOUSE_URL trusts/,
    );
    assert.match(await told(`${url}?sslmode=verify-ca&sslrootcert=${other}`), /signed by nobody .*&sslrootcert=/);
    assert.match(await told(`${byName}?sslmode=verify-full`), /signed by nobody/);
    assert.match(
      await told(`${url}?sslmode=verify-full&sslrootcert=${own}`),
      /certificate is for another host: .*sslmode=verify-ca/,
    );
    assert.match(await told(`${url}?sslmode=prefer`), /WAREHOUSE_URL: sslmode=prefer is not known/);

    await server.allow([local.replace('host ', 'hostssl ')]);
    assert.match(await told(url), /refuses "ana" without TLS.*Add sslmode=require to WAREHOUSE_URL/);
    assert.equal(await told(`${url}?sslmode=require`), 'with TLS');
  });

  it('says when a server has no TLS, and when it lets nobody in from here', async (t) => {
    const server = await withRoles(t);
    await server.asAdmin('postgres', 'alter system set ssl = off', 'select pg_reload_conf()');
    assert.match(
      await told(`${server.url('ana', 'sales')}?sslmode=require`),
      /asks for TLS, which the server does not offer/,
    );
    await server.allow([]);
    assert.match(await told(server.url('ana', 'sales')), /"ana" .*pg_hba\.conf/);
  });
});
