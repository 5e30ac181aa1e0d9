import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { readEnvironment } from '#lib/environment.ts';
import { connectionOf } from '#lib/server/connection.ts';
import type { PeopleTables } from '#lib/store/tables/people.ts';
import type { RefreshKeyTables } from '#lib/store/tables/refresh-keys.ts';
import type { RunTables } from '#lib/store/tables/runs.ts';
import type { WebhookTables } from '#lib/store/tables/webhook.ts';

/** Every table of the control store, all in schema `summa_control`. */
export type ControlDatabase = PeopleTables & RunTables & WebhookTables & RefreshKeyTables;

export type ControlStore = Kysely<ControlDatabase>;

// Next loads a module once per bundle layer, so a pool in a module variable would be several pools.
const shared = globalThis as { summaControlStores?: Map<string, ControlStore> };
if (!shared.summaControlStores) shared.summaControlStores = new Map();
const stores = shared.summaControlStores;

/**
 * The control store at `url`: one pool per process and URL.
 *
 * Builder calls name tables plainly (`db.selectFrom('person')`) and get the schema added; SQL written as text does not
 * and must say `summa_control.person`.
 */
export function controlStore(url: string = readEnvironment().controlUrl): ControlStore {
  const open = stores.get(url);
  if (open) return open;
  const store = openControlStore(url);
  stores.set(url, store);
  return store;
}

/** Closes the pool of `url`, if one is open, so that a process can end. */
export async function closeControlStore(url: string = readEnvironment().controlUrl): Promise<void> {
  const store = stores.get(url);
  stores.delete(url);
  await store?.destroy();
}

function openControlStore(url: string): ControlStore {
  const pool = new Pool({
    ...connectionOf(url),
    max: 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    application_name: 'summa control',
    allowExitOnIdle: true,
  });
  // An idle connection that the server closes would otherwise end the process; the next query opens a new one.
  pool.on('error', () => {});
  // Nor may one that is in use: its statement fails, and whoever sent that is told.
  pool.on('connect', (client) => client.on('error', () => {}));
  return new Kysely<ControlDatabase>({ dialect: new PostgresDialect({ pool }) }).withSchema('summa_control');
}
