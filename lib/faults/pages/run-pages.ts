import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createEngine, type Engine } from '#lib/refresh/engine.ts';
import { runToItsEnd } from '#lib/refresh/first-build.ts';
import { requestRefresh } from '#lib/refresh/request.ts';
import { type EmbeddedPostgres, openHome, startEmbeddedPostgres } from '#lib/server/embedded-postgres.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { closeWarehousePools } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';
import { type Entry, historyFile } from '../history/history.ts';
import { collectPublishes, collectRuns, collectTruth } from './collect.ts';
import { type Disturbances, disturbWorkers } from './disturber.ts';
import type { Expected } from './expected.ts';
import { startExport, startReader } from './reader.ts';
import { dailyOf, shopNames, shopsRegistry } from './shops.ts';
import { openShops } from './truth.ts';
import { startWorkers } from './workers.ts';
import { startWriter, type Waited } from './writer.ts';

export type PagesOptions = {
  shops: number;
  workers: number;
  readers: number;
  leaseSeconds: number;
  /** How long the export holds its transaction open. */
  exportMs: number;
  /** Milliseconds a reader rests between two pages. */
  pauseMs: number;
  disturbances: Disturbances;
  say: (line: string) => void;
};

/**
 * Readers read pages while everything is refreshed all the time and whoever refreshes is killed, stopped and cut off. Answers
 * the history, to be judged by whoever asked.
 */
export async function runPages(options: PagesOptions): Promise<{ history: Entry[]; seconds: number }> {
  const home = await mkdtemp(path.join(tmpdir(), 'summa-faults-'));
  await openHome(home);
  let server = await startEmbeddedPostgres({ home, test: true });
  const db = new pg.Pool({ connectionString: server.warehouseUrl, max: options.shops + 2 });
  db.on('error', () => {});
  db.on('connect', (client) => client.on('error', () => {}));
  try {
    return await onServer(options, server, db, path.join(home, 'history.jsonl'), async () => {
      process.kill(server.pid, 'SIGKILL');
      await server.gone;
      server = await startEmbeddedPostgres({ home, test: true });
    });
  } finally {
    await db.end();
    await closeWarehousePools();
    await closeControlStore(server.controlUrl);
    await server.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function onServer(
  options: PagesOptions,
  { warehouseUrl, warehouseReadUrl, controlUrl }: EmbeddedPostgres,
  db: pg.Pool,
  file: string,
  killServer: () => Promise<void>,
): Promise<{ history: Entry[]; seconds: number }> {
  const environment = { warehouseUrl, schema: 'summa', controlUrl };
  await migrateControlStore(controlStore(controlUrl));
  await migrateWarehouse(warehouseUrl, 'summa', warehouseReadUrl);
  await openShops(db, options.shops);
  const engine = createEngine({ registry: shopsRegistry(options.shops), environment });
  await buildAll(engine, options.shops);
  const { write, read } = historyFile(file);
  const began = performance.now();
  const shops = shopNames(options.shops);
  const { leaseSeconds, pauseMs, exportMs } = options;
  const workers = await startWorkers(options.workers, {
    environment,
    shops: options.shops,
    leaseSeconds,
    changedRows: 20,
  });
  const writers = shops.map((shop) => startWriter(engine, db, shop));
  const readers = Array.from({ length: options.readers }, (_, number) => {
    const given = { name: `reader ${number}`, url: warehouseReadUrl, shops, write, pauseMs };
    return number === options.readers - 1 ? startExport({ ...given, holdMs: exportMs }) : startReader(given);
  });
  try {
    const stopMs = leaseSeconds * 1_000 + 3_000;
    const given = { workers, db, store: engine.store, write, killServer, stopMs, say: options.say };
    await disturbWorkers(options.disturbances, given);
    const waited = (await Promise.all(writers.map((writer) => writer.stop()))).flat();
    await untilAllEnd(engine, leaseSeconds);
    await Promise.all(readers.map((reader) => reader.stop()));
    const seconds = (performance.now() - began) / 1000;
    await recordTruth(engine, db, options.shops, waited, write);
    return { history: read(), seconds };
  } finally {
    await Promise.all([...writers, ...readers].map((each) => each.stop()));
    await workers.end();
  }
}

async function buildAll(engine: Engine, shops: number): Promise<void> {
  for (const shop of shopNames(shops)) {
    const wish = { summary: dailyOf(shop), requestedBy: 'faults' };
    const { id } = await requestRefresh(engine.store, engine.registry, wish);
    const error = await runToItsEnd(engine, id);
    if (error) throw new Error(`The first build of ${shop} failed: ${error}`);
  }
}

/** Lets the runs that still wait or work come to their end; those that do not are found by the judge. */
async function untilAllEnd(engine: Engine, leaseSeconds: number): Promise<void> {
  for (let waited = 0; waited < 60 + 6 * leaseSeconds; waited++) {
    const open = await engine.store.selectFrom('run').select('id').where('finished_at', 'is', null).execute();
    if (open.length === 0) return;
    await sleep(1_000);
  }
}

/** Writes to the history what the warehouse and the control store know when all is over. */
async function recordTruth(
  engine: Engine,
  db: pg.Pool,
  shops: number,
  waited: Waited[],
  write: (entry: Entry) => void,
): Promise<void> {
  const truth = await collectTruth(db, shops);
  for (const publish of await collectPublishes(db, truth)) write(publish);
  for (const run of await collectRuns(engine.store)) write(run);
  for (const each of waited) write(refreshed(each, truth.get(each.shop)));
  const { rows } = await db.query<{ n: number }>('select n::int as n from summa._epoch');
  write({ kind: 'counter', epoch: rows[0]?.n ?? 0 });
}

function refreshed({ run, shop, state, days, epoch }: Waited, truth: Map<number, Expected> | undefined): Entry {
  const states = [...(truth?.get(epoch)?.states ?? [])].filter(([day]) => !days || (day >= days.from && day < days.to));
  return { kind: 'refreshed', run, shop, asked: state, oldest: Math.min(...states.map(([, each]) => each), 1e9) };
}
