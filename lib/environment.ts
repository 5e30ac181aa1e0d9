import path from 'node:path';
import { redact } from '#lib/server/redact.ts';

/** Everything Summa reads from the outside, parsed once. */
export type Environment = {
  /** The warehouse, as the owner of Summa's schema. Empty until the embedded server runs. */
  warehouseUrl: string;
  /** The warehouse, as a role that can only read. The same as `warehouseUrl` when none is given. */
  warehouseReadUrl: string;
  /** The schema inside the warehouse that belongs to Summa. */
  schema: string;
  /** Summa's own PostgreSQL. Empty until the embedded server runs. */
  controlUrl: string;
  /** No warehouse was named: the embedded server holds it, with the demo data. */
  embedded: boolean;
  /** No control store was named: the embedded server holds it. */
  embeddedControl: boolean;
  port: number;
  host: string;
  /** How browsers reach Summa, without a slash at the end. */
  appUrl: string;
  /** So many refreshes may run at once on the warehouse, in all workers together. */
  refreshConcurrency: number;
  /** The folder with data and generated secrets, absolute. */
  home: string;
  /** The first admin, when the environment names one. */
  admin: { email: string; password: string } | null;
};

/**
 * Parses the environment, or throws one sentence that says what was found, what was expected and what to do.
 *
 *     const { warehouseUrl, schema } = readEnvironment();
 */
export function readEnvironment(env: Record<string, string | undefined> = process.env): Environment {
  const given = (name: string) => env[name]?.trim() || undefined;
  const warehouseUrl = databaseUrl('WAREHOUSE_URL', given('WAREHOUSE_URL'), warehouseProtocols);
  const warehouseReadUrl = databaseUrl('WAREHOUSE_READ_URL', given('WAREHOUSE_READ_URL'), warehouseProtocols);
  if (warehouseUrl && warehouseReadUrl && isRedshift(warehouseUrl) !== isRedshift(warehouseReadUrl)) {
    throw new Error(
      'WAREHOUSE_READ_URL and WAREHOUSE_URL name two kinds of database. Expected one warehouse. Let both begin with postgres:// or both with redshift://.',
    );
  }
  requireExperimental(warehouseUrl, given('SUMMA_EXPERIMENTAL'));
  const controlUrl = databaseUrl('CONTROL_URL', given('CONTROL_URL'), postgresProtocols);
  if (warehouseReadUrl && !warehouseUrl) {
    throw new Error(
      'WAREHOUSE_READ_URL is set but WAREHOUSE_URL is not. Set both to use your warehouse, or neither to use the embedded one.',
    );
  }
  const port = portNumber(given('PORT'));
  const host = given('HOST') ?? '127.0.0.1';
  return {
    warehouseUrl: warehouseUrl ?? '',
    warehouseReadUrl: warehouseReadUrl ?? warehouseUrl ?? '',
    schema: schemaName(given('SUMMA_SCHEMA')),
    controlUrl: controlUrl ?? '',
    // The supervisor hands its children the embedded server's URLs together with SUMMA_DEMO.
    embedded: !warehouseUrl || given('SUMMA_DEMO') === '1',
    embeddedControl: !controlUrl,
    port,
    host,
    appUrl: appUrl(given('APP_URL'), host, port),
    refreshConcurrency: refreshConcurrency(given('SUMMA_REFRESH_CONCURRENCY')),
    // Next would take a folder named at run time for a part of the app and trace the whole project.
    home: path.resolve(/* turbopackIgnore: true */ given('SUMMA_HOME') ?? '.summa'),
    admin: firstAdmin(given('SUMMA_ADMIN_EMAIL'), env.SUMMA_ADMIN_PASSWORD),
  };
}

const postgresProtocols = ['postgres:', 'postgresql:'];
const warehouseProtocols = [...postgresProtocols, 'redshift:'];

function databaseUrl(name: string, value: string | undefined, protocols: string[]): string | undefined {
  if (value === undefined) return undefined;
  const expected = protocols
    .map((each) => `${each}//user:password@host:${each === 'redshift:' ? 5439 : 5432}/database`)
    .join(' or ');
  let url: URL;
  try {
    // libpq allows an empty host when a socket folder is given as ?host=; a URL does not.
    url = new URL(value.replace(/^(\w+:\/\/[^/?#]*@)\//, '$1localhost/'));
  } catch {
    throw new Error(`${name} is not a URL: found ${redact(value)}. Expected ${expected}. Correct it and start again.`);
  }
  if (!protocols.includes(url.protocol)) {
    throw new Error(
      `${name} names a database Summa cannot use: found ${redact(value)}. Expected ${expected}. Correct it and start again.`,
    );
  }
  if (url.protocol === 'redshift:' && url.port === '') {
    throw new Error(`${name} names no port: found ${redact(value)}. Expected ${expected}. Add :5439 after the host.`);
  }
  if (url.pathname.length < 2) {
    throw new Error(
      `${name} names no database: found ${redact(value)}. Expected ${expected}. Add the database after the host.`,
    );
  }
  return value;
}

const isRedshift = (url: string) => url.startsWith('redshift:');

/** A Redshift is used only by who has said that they know how far it was tried. */
function requireExperimental(warehouseUrl: string | undefined, experimental: string | undefined): void {
  if (!warehouseUrl || !isRedshift(warehouseUrl) || experimental === '1') return;
  throw new Error(
    'WAREHOUSE_URL names a Redshift, whose support is experimental: every statement is checked against what Redshift ' +
      'documents and run on a PostgreSQL, but none has been run on a Redshift. Expected a PostgreSQL, or --experimental. To ' +
      'try it, on a schema you can lose: npm start -- --experimental, or SUMMA_EXPERIMENTAL=1 for every command.',
  );
}

function schemaName(value = 'summa'): string {
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(value) || value.startsWith('pg_') || value === 'information_schema') {
    throw new Error(
      `SUMMA_SCHEMA is not a schema Summa can own: found "${value}". Expected a small letter, then at most 39 small letters, digits and underscores, not starting with pg_. Choose such a name, for example summa.`,
    );
  }
  return value;
}

function portNumber(value = '3000'): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port < 1 || port > 65535) {
    throw new Error(`PORT is not a port: found "${value}". Expected a number from 1 to 65535, for example 3000.`);
  }
  return port;
}

function refreshConcurrency(value = '2'): number {
  if (!/^[1-9]\d?$/.test(value)) {
    throw new Error(
      `SUMMA_REFRESH_CONCURRENCY is not a number of refreshes: found "${value}". Expected a whole number from 1 to 99, for example 2.`,
    );
  }
  return Number(value);
}

function appUrl(value: string | undefined, host: string, port: number): string {
  if (value === undefined) {
    const name = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(host) ? 'localhost' : host;
    return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
  }
  const problem = `APP_URL is not the address of a web site: found "${redact(value)}". Expected for example https://summa.example.com, without a path.`;
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw new Error(problem);
  }
  if (!['http:', 'https:'].includes(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) {
    throw new Error(problem);
  }
  return url.origin;
}

function firstAdmin(email: string | undefined, password: string | undefined): Environment['admin'] {
  if (!email && !password) return null;
  if (!email || !password) {
    const [found, missing] = email
      ? ['SUMMA_ADMIN_EMAIL', 'SUMMA_ADMIN_PASSWORD']
      : ['SUMMA_ADMIN_PASSWORD', 'SUMMA_ADMIN_EMAIL'];
    throw new Error(`${found} is set but ${missing} is not. Set both, or neither to be given a one-time password.`);
  }
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) {
    throw new Error(
      `SUMMA_ADMIN_EMAIL is not an email address: found "${email}". Expected for example ada@example.com.`,
    );
  }
  if (password.length < 12) {
    throw new Error(
      `SUMMA_ADMIN_PASSWORD is too short: found ${password.length} characters. Expected at least 12. Choose a longer one.`,
    );
  }
  return { email, password };
}
