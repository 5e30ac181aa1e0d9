import pg from 'pg';

type Session = { statementTimeout: string };

/** A connection to a Redshift, told from one to PostgreSQL by its class. */
export class RedshiftClient extends pg.Client {}

/** A pool of them. */
export class RedshiftPool extends pg.Pool {
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
