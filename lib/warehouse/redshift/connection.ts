import pg from 'pg';

type Session = { statementTimeout: string };

// Next loads a module once per bundle layer, so the same class may be there several times: they are told by a mark.
const mark = Symbol.for('summa.redshift');

/** Whether a connection or pool leads to a Redshift. */
export function isOfRedshift(db: object): boolean {
  return mark in db;
}

/** A connection to a Redshift. */
export class RedshiftClient extends pg.Client {
  readonly [mark] = true;
}

/** A pool of them. */
export class RedshiftPool extends pg.Pool {
  readonly [mark] = true;

  constructor(config: pg.PoolConfig, session: Session) {
    super({ ...config, Client: RedshiftClient, onConnect: (client) => setUpSession(client, session) });
  }
}

/** Whether a URL names a Redshift. */
export function isRedshift(url: string): boolean {
  return url.startsWith('redshift://');
}

/**
 * Sets up a session by statements, for Redshift knows few settings and takes none with the connection. There is no read-only
 * default: the rights of its role decide who may write.
 */
export async function setUpSession(client: pg.ClientBase, { statementTimeout }: Session): Promise<void> {
  await client.query(`set timezone to 'UTC'`);
  await client.query(`set datestyle to 'ISO'`);
  await client.query(`set statement_timeout to ${milliseconds(statementTimeout)}`);
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 };

function milliseconds(duration: string): number {
  const [, digits = '0', unit = 'ms'] = /^(\d+)(ms|s|min|h)?$/.exec(duration) ?? [];
  return Number(digits) * (units[unit] ?? 1);
}
