import pg from 'pg';
import { connectionOf } from '#lib/server/connection.ts';
import { isOfRedshift, isRedshift, RedshiftClient, RedshiftPool, setUpSession } from './redshift/connection.ts';

/** What connections are for. Each purpose has its own pool, so that exports and builds cannot starve pages. */
export type Purpose = 'pages' | 'exports' | 'jobs';

type Settings = { max: number; readOnly: boolean; statementTimeout: string };

const settings: Record<Purpose, Settings> = {
  pages: { max: 10, readOnly: true, statementTimeout: '30s' },
  exports: { max: 4, readOnly: true, statementTimeout: '10min' },
  // A first build of a large source takes as long as it takes; its run can be cancelled.
  jobs: { max: 4, readOnly: false, statementTimeout: '0' },
};

// Next loads a module once per bundle layer, so a pool in a module variable would be several pools.
const shared = globalThis as { summaWarehousePools?: Map<string, pg.Pool> };
if (!shared.summaWarehousePools) shared.summaWarehousePools = new Map();
const pools = shared.summaWarehousePools;

/**
 * The pool for one purpose: one per process and URL. Pages and exports are given `WAREHOUSE_READ_URL`, jobs `WAREHOUSE_URL`.
 * int8, numeric and times arrive as text ({@link valueParsers}).
 */
export function warehousePool(purpose: Purpose, url: string): pg.Pool {
  const key = `${purpose} ${url}`;
  const open = pools.get(key);
  if (open) return open;
  const { max, readOnly, statementTimeout } = settings[purpose];
  const limits = { max, connectionTimeoutMillis: 10_000, idleTimeoutMillis: 30_000, allowExitOnIdle: true };
  const pool = isRedshift(url)
    ? new RedshiftPool({ ...connectionConfig(url, `summa ${purpose}`), ...limits }, { statementTimeout })
    : new pg.Pool({
        ...connectionConfig(url, `summa ${purpose}`, sessionOptions({ statementTimeout, readOnly })),
        ...limits,
      });
  // An idle connection that the server closes would otherwise end the process; the next query opens a new one.
  pool.on('error', () => {});
  // Nor may one that is in use: its statement fails, and whoever sent that is told.
  pool.on('connect', (client) => client.on('error', () => {}));
  pools.set(key, pool);
  return pool;
}

/** A connection of its own, connected. `more` are further settings that only PostgreSQL has. */
export async function openWarehouseClient(
  url: string,
  applicationName: string,
  session: { statementTimeout: string; more?: string } = { statementTimeout: '0' },
): Promise<pg.Client> {
  const options = [sessionOptions({ statementTimeout: session.statementTimeout, readOnly: false }), session.more ?? ''];
  const client = isRedshift(url)
    ? new RedshiftClient(connectionConfig(url, applicationName))
    : new pg.Client(connectionConfig(url, applicationName, options.join(' ').trim()));
  client.on('error', () => {});
  await client.connect();
  if (isOfRedshift(client)) await setUpSession(client, session);
  return client;
}

/** Closes every warehouse pool of this process, so that it can end. */
export async function closeWarehousePools(): Promise<void> {
  const open = [...pools.values()];
  pools.clear();
  await Promise.all(open.map((pool) => pool.end()));
}

/** What every connection of Summa to a warehouse has in common. Session options of the URL count where Summa sets none. */
export function connectionConfig(url: string, applicationName: string, session = ''): pg.ClientConfig {
  const connection = connectionOf(url);
  const options = [connection.options, session].filter(Boolean).join(' ');
  return {
    ...connection,
    ...(options ? { options } : {}),
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: valueParsers,
  };
}

/** Session settings sent with the connection: times in UTC and ISO form, so that {@link valueParsers} know what they read. */
export function sessionOptions(given: { statementTimeout: string; readOnly: boolean }): string {
  const set = {
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    IntervalStyle: 'iso_8601',
    statement_timeout: given.statementTimeout,
    ...(given.readOnly ? { default_transaction_read_only: 'on' } : {}),
  };
  return Object.entries(set)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

const asIs = (text: string) => text;
const isoTimestamp = (text: string) => text.replace(' ', 'T');
const isoMoment = (text: string) => text.replace(' ', 'T').replace(/\+00$/, 'Z');

const parsers: Record<number, (text: string) => unknown> = {
  20: asIs, // int8
  1700: asIs, // numeric
  1082: asIs, // date: YYYY-MM-DD
  1114: isoTimestamp, // timestamp: YYYY-MM-DDTHH:MM:SS
  1184: isoMoment, // timestamptz: YYYY-MM-DDTHH:MM:SSZ
};

/** Reads values so that nothing is lost: a JS number would round an int8 or a numeric, a Date would move a local time. */
export const valueParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers[oid]) || pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};
