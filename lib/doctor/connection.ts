import pg from 'pg';
import { connectionProblem, targetOf } from '#lib/server/connection-problem.ts';
import { connectionConfig } from '#lib/warehouse/connect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { type Finding, good, wrong } from './finding.ts';

export type Variable = 'WAREHOUSE_URL' | 'WAREHOUSE_READ_URL' | 'CONTROL_URL';

/** A database that could be connected to. */
export type Reached = {
  client: pg.Client;
  role: string;
  database: string;
  superuser: boolean;
  /** Equal for two connections exactly when they lead to the same database of the same running server. */
  identity: string;
  close(): Promise<void>;
};

/** The oldest server Summa is tested with. */
const oldest = 150000;

/** Connects to what a variable names, and looks whether it is a PostgreSQL that Summa can use. */
export async function reach(
  variable: Variable,
  url: string,
  session = '',
): Promise<{ findings: Finding[]; reached: Reached | null }> {
  let client: pg.Client | null = null;
  try {
    client = new pg.Client({ ...connectionConfig(url, 'summa doctor', session), connectionTimeoutMillis: 5_000 });
    client.on('error', () => {});
    await client.connect();
    const facts = await factsOf(client);
    const connection = client;
    const close = () => connection.end();
    const { host, port } = targetOf(url);
    const where = `${variable}: ${facts.database} at ${host.startsWith('/') ? host : `${host}:${port}`} as ${facts.role}, ${facts.tls ? 'with' : 'without'} TLS.`;
    const reached = { client, close, ...facts };
    if (facts.number < oldest) {
      const found = wrong(
        `${where} The server is PostgreSQL ${facts.version}.`,
        `Expected 15 or newer. Upgrade it, or name another server in ${variable}.`,
      );
      return { findings: [found], reached };
    }
    return { findings: [good(`${where} PostgreSQL ${facts.version}.`)], reached };
  } catch (error) {
    await client?.end().catch(() => {});
    const problem = connectionProblem(variable, url, error);
    const message = error instanceof Error ? error.message : String(error);
    const finding = problem
      ? wrong(problem.found, problem.todo, problem.sql)
      : wrong(`${variable} cannot be connected to: ${message}.`, `Correct ${variable}.`);
    return { findings: [finding], reached: null };
  }
}

async function factsOf(db: Queryable) {
  const { rows } = await db.query<{
    role: string;
    database: string;
    superuser: boolean;
    identity: string;
    number: number;
    version: string;
    tls: boolean;
  }>(
    `select current_user::text as role, current_database()::text as database,
            (select rolsuper from pg_roles where rolname = current_user) as superuser,
            (select oid from pg_database where datname = current_database())::text || ' '
              || extract(epoch from pg_postmaster_start_time())::text as identity,
            current_setting('server_version_num')::int as number, split_part(current_setting('server_version'), ' ', 1) as version,
            coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as tls`,
  );
  const facts = rows[0];
  if (!facts) throw new Error('The server answered nothing.');
  return facts;
}
