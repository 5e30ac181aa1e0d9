import pg from 'pg';
import { PersonError } from '#lib/problem.ts';
import { connectionOf } from '#lib/server/connection.ts';

/** What is wrong, and what to do about it; `sql` can be run as it stands by whoever owns the database. */
export type Advice = { found: string; todo: string; sql?: string[] };

const certificate = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
]);

/**
 * Why the database a variable names could not be connected to, or null when the error is not about connecting. The URL's
 * password is never part of it.
 */
export function connectionProblem(variable: string, url: string, error: unknown): Advice | null {
  if (error instanceof PersonError) {
    return { found: `${variable}: ${error.found}`, todo: `${error.expected} ${error.todo}`.trim() };
  }
  const { code, message } = facts(error);
  return network(variable, url, code, message) ?? tls(variable, code, message) ?? refused(variable, url, code, message);
}

/** The same as one text. */
export function adviceText({ found, todo, sql = [] }: Advice): string {
  return [`${found} ${todo}`, ...sql.map((line) => `    ${line}`)].join('\n');
}

/** Where a URL leads, as `pg` understands it. */
export function targetOf(url: string): { host: string; port: number; user: string; database: string } {
  const { host, port, user = '', database = '' } = new pg.Client(connectionOf(url));
  return { host, port, user, database };
}

function network(variable: string, url: string, code: string, message: string): Advice | null {
  const { host, port } = targetOf(url);
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        found: `The host "${host}" of ${variable} is not known to DNS.`,
        todo: `Correct the host in ${variable}, or look why its name does not resolve from here.`,
      };
    case 'ECONNREFUSED':
      return {
        found: `Nothing listens at ${host}, port ${port}, which ${variable} names.`,
        todo: `Start that server, let it listen on the network (listen_addresses), or correct host and port in ${variable}.`,
      };
    case 'ENOENT':
      return {
        found: `There is no socket of a PostgreSQL server in ${host}, which ${variable} names.`,
        todo: `Start that server, or correct the folder in ${variable}.`,
      };
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return unanswered(variable, host, port);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_SOCKET_CLOSED':
      return cut(variable, host, port);
    case '57P03':
      return {
        found: `The server ${variable} names is not ready: ${message}.`,
        todo: 'Wait until it has started, then try again.',
      };
    case '57P01':
    case '57P02':
      return { found: `The server ${variable} names is stopping: ${message}.`, todo: 'Start it again.' };
    case '53300':
      return {
        found: `The server ${variable} names has no free connection: ${message}.`,
        todo: 'Close connections, or raise max_connections there. Summa uses up to 20.',
      };
  }
  if (
    /^(timeout expired|timeout exceeded when trying to connect|Connection terminated due to connection timeout)/.test(
      message,
    )
  ) {
    return unanswered(variable, host, port);
  }
  return /^Connection terminated unexpectedly/.test(message) ? cut(variable, host, port) : null;
}

function unanswered(variable: string, host: string, port: number): Advice {
  return {
    found: `${host}, port ${port}, which ${variable} names, does not answer.`,
    todo: `Correct host and port in ${variable}, or open the way to it (firewall, security group, VPN).`,
  };
}

function cut(variable: string, host: string, port: number): Advice {
  return {
    found: `${host}, port ${port}, which ${variable} names, closed the connection before it was made.`,
    todo: `Look whether a PostgreSQL server is there and what its log says; correct host and port in ${variable} if not.`,
  };
}

function tls(variable: string, code: string, message: string): Advice | null {
  if (/does not support SSL|error establishing an SSL/.test(message)) {
    return {
      found: `${variable} asks for TLS, which the server does not offer.`,
      todo: `Turn on ssl at the server, or take sslmode out of ${variable} where the network is your own.`,
    };
  }
  if (certificate.has(code)) {
    return {
      found: `The server's certificate is signed by nobody that ${variable} trusts (${message}).`,
      todo: `Name the certificate of its authority in ${variable}: &sslrootcert=/path/to/ca.pem.`,
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      found: `The server's certificate is for another host: ${message.replace(/\.$/, '')}.`,
      todo: `Use in ${variable} the host the certificate names, or sslmode=verify-ca, which does not compare names.`,
    };
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return {
      found: `The server's certificate is not valid now: ${message}.`,
      todo: 'Renew it at the server, or correct the clock of this machine.',
    };
  }
  if (/^ERR_(SSL|TLS|OSSL)/.test(code)) {
    return {
      found: `TLS with the server of ${variable} failed: ${message}.`,
      todo: `Check the files that ${variable} names with sslrootcert, sslcert and sslkey.`,
    };
  }
  return null;
}

function refused(variable: string, url: string, code: string, message: string): Advice | null {
  const { user, database } = targetOf(url);
  const role = pg.escapeIdentifier(user);
  const base = pg.escapeIdentifier(database);
  if (code === '28P01') {
    return {
      found: `The server refuses the password of "${user}" in ${variable}, or has no such role.`,
      todo: `Correct user and password in ${variable} (write @ : / ? # % in a password as %40 %3A %2F %3F %23 %25), or mend the role:`,
      sql: [
        `alter role ${role} login password '…';  -- or, when there is none: create role ${role} login password '…';`,
      ],
    };
  }
  if (/client password must be a string/.test(message)) {
    return {
      found: `The server asks for a password, and ${variable} has none.`,
      todo: `Write it after "${user}" and a colon, before the @.`,
    };
  }
  if (code === '28000' && /no encryption|SSL off/.test(message)) {
    return {
      found: `The server refuses "${user}" without TLS, or from this address (${message}).`,
      todo: `Add sslmode=require to ${variable}; if that is refused too, allow this address in the server's pg_hba.conf.`,
    };
  }
  if (code === '28000' && /pg_hba\.conf/.test(message)) {
    return {
      found: `The server does not let "${user}" in from this address (${message}).`,
      todo: "Allow user, database and address in the server's pg_hba.conf, then reload it.",
    };
  }
  if (code === '28000') {
    return {
      found: `The server does not let "${user}" of ${variable} in: ${message}.`,
      todo: `Use another role in ${variable}, or mend this one:`,
      sql: [`alter role ${role} login;`],
    };
  }
  if (code === '3D000') {
    return {
      found: `The server has no database "${database}", which ${variable} names.`,
      todo: `Correct the database in ${variable}, or create it:`,
      sql: [`create database ${base};`],
    };
  }
  if (code === '42501' && /database/.test(message)) {
    return {
      found: `"${user}" of ${variable} may not connect to the database "${database}".`,
      todo: 'Let it:',
      sql: [`grant connect on database ${base} to ${role};`],
    };
  }
  if (code === '08P01' && /options|startup parameter/.test(message)) {
    return {
      found: `What ${variable} names refuses settings at connecting (${message}), as PgBouncer does.`,
      todo: `Connect ${variable} to PostgreSQL itself. Summa needs sessions of its own.`,
    };
  }
  return null;
}

/** A host with several addresses fails with one error for each; they are the same for a person. */
function facts(error: unknown): { code: string; message: string } {
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const { code, message } = (first ?? {}) as { code?: unknown; message?: unknown };
  return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : '' };
}
