import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import type pg from 'pg';
import { PersonError } from '#lib/problem.ts';

type Variables = Record<string, string | undefined>;

const own = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslpassword', 'uselibpqcompat', 'options'];

/**
 * A PostgreSQL URL as a configuration for `pg`, with `sslmode` and its companions meaning what they mean in libpq. By
 * itself `pg` takes `require` and `verify-ca` for `verify-full` and refuses servers that psql connects to.
 */
export function connectionOf(url: string, env: Variables = process.env): pg.ClientConfig {
  const at = url.indexOf('?');
  const given = new URLSearchParams(at === -1 ? '' : url.slice(at + 1));
  const rest = new URLSearchParams([...given].filter(([name]) => !own.includes(name)));
  const options = given.get('options');
  const ssl = tlsOf(given, env);
  const base = at === -1 ? url : url.slice(0, at);
  return {
    connectionString: rest.size > 0 ? `${base}?${rest}` : base,
    ...(ssl === undefined ? {} : { ssl }),
    ...(options ? { options } : {}),
  };
}

function tlsOf(given: URLSearchParams, env: Variables): boolean | ConnectionOptions | undefined {
  // As in libpq, TLS is for the network only.
  if (given.get('host')?.startsWith('/')) return false;
  const root = given.get('sslrootcert') ?? env.PGSSLROOTCERT ?? null;
  const mode = given.get('sslmode') ?? wished(env.PGSSLMODE) ?? (root && !given.has('ssl') ? 'verify-full' : null);
  if (mode === null) return undefined;
  const client = {
    ...fileOf('cert', 'sslcert', given.get('sslcert')),
    ...fileOf('key', 'sslkey', given.get('sslkey')),
    ...(given.has('sslpassword') ? { passphrase: given.get('sslpassword') ?? '' } : {}),
  };
  const ca = rootCertificates(root);
  switch (mode) {
    case 'disable':
      return false;
    case 'no-verify':
      return { ...client, rejectUnauthorized: false };
    case 'require':
      return ca.ca ? anyName({ ...client, ...ca }) : { ...client, rejectUnauthorized: false };
    case 'verify-ca':
      if (ca.ca) return anyName({ ...client, ...ca });
      throw new PersonError({
        found: 'sslmode=verify-ca names no certificate authority.',
        expected: 'Expected sslrootcert with the file of its certificate.',
        todo: 'Add &sslrootcert=/path/to/ca.pem, or use sslmode=verify-full for a certificate of a public authority.',
      });
    case 'verify-full':
      return { ...client, ...ca };
    default:
      throw new PersonError({
        found: `sslmode=${mode} is not known to Summa${mode === 'prefer' || mode === 'allow' ? ', which never falls back to a connection without TLS' : ''}.`,
        expected: 'Expected disable, require, verify-ca or verify-full.',
        todo: 'Correct sslmode in the URL.',
      });
  }
}

/** What the environment only prefers is not asked for. */
function wished(mode: string | undefined): string | null {
  return mode && mode !== 'prefer' && mode !== 'allow' ? mode : null;
}

/** Whoever signed the certificate is checked, the host's name in it is not. */
function anyName(options: ConnectionOptions): ConnectionOptions {
  return { ...options, checkServerIdentity: () => undefined };
}

/** The named file, or the one libpq looks for; `system` stands for the authorities that Node.js knows. */
function rootCertificates(root: string | null): { ca?: string } {
  if (root === 'system') return {};
  const usual = path.join(homedir(), '.postgresql', 'root.crt');
  return fileOf('ca', 'sslrootcert', root ?? (existsSync(usual) ? usual : null));
}

function fileOf<Key extends string>(key: Key, name: string, file: string | null): { [K in Key]?: string } {
  if (!file) return {};
  try {
    return { [key]: readFileSync(file, 'utf8') } as { [K in Key]?: string };
  } catch (cause) {
    throw new PersonError(
      {
        found: `The file that ${name} names cannot be read: ${file} (${(cause as NodeJS.ErrnoException).code}).`,
        expected: 'Expected a PEM file this user may read.',
        todo: `Correct ${name} in the URL, or the file's permissions.`,
      },
      { cause },
    );
  }
}
