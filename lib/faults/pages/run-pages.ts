import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '#lib/refresh/run/engine.ts';
import type { Entry } from '../history/history.ts';
import { collectPublishes, collectRuns, collectTruth } from './collect.ts';
import { type Disturbances, disturbWorkers } from './disturber.ts';
import type { Expected } from './expected.ts';
import { startExport, startReader } from './reader.ts';
import { onStage, type Stage } from './stage.ts';
import { startWatcher } from './watcher.ts';
import { startWorkers } from './workers.ts';
import { startWriter, type Waited } from './writer.ts';

export type PagesOptions = {
  shops: number;
  workers: number;
  readers: number;
  leaseSeconds: number;
  /** How long the last reader, which exports, holds its transaction open. */
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
export function runPages(options: PagesOptions): Promise<{ history: Entry[]; seconds: number }> {
  return onStage(options.shops, (stage) => readOn(stage, options));
}

async function readOn(stage: Stage, options: PagesOptions): Promise<{ history: Entry[]; seconds: number }> {
  const { engine, db, readUrl, shops, history, killServer } = stage;
  const { leaseSeconds, pauseMs, exportMs, say } = options;
  const began = performance.now();
  const { environment } = engine;
  const workers = await startWorkers(options.workers, {
    ...{ environment, shops: options.shops, leaseSeconds },
    // Of some two hundred rows: the larger publishes become copies.
    changedRows: 20,
  });
  const writers = shops.map((shop) => startWriter(engine, db, shop));
  const readers = Array.from({ length: options.readers }, (_, number) => {
    const given = { name: `reader ${number}`, url: readUrl, shops, write: history.write, pauseMs };
    return number === options.readers - 1 ? startExport({ ...given, holdMs: exportMs }) : startReader(given);
  });
  const watcher = startWatcher(engine.store, history.write);
  try {
    await disturbWorkers(options.disturbances, {
      ...{ workers, db, store: engine.store, write: history.write, killServer, say },
      // Longer than the lease, so that another worker takes over.
      stopMs: leaseSeconds * 1_000 + 3_000,
    });
    const waited = (await Promise.all(writers.map((writer) => writer.stop()))).flat();
    await untilAllEnd(engine, leaseSeconds);
    await Promise.all(readers.map((reader) => reader.stop()));
    const seconds = (performance.now() - began) / 1000;
    await recordTruth(stage, waited);
    return { history: history.read(), seconds };
  } finally {
    await Promise.all([...writers, ...readers, watcher].map((each) => each.stop()));
    await workers.end();
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
async function recordTruth({ engine, db, shops, history }: Stage, waited: Waited[]): Promise<void> {
  const truth = await collectTruth(db, shops);
  for (const publish of await collectPublishes(db, truth)) history.write(publish);
  for (const run of await collectRuns(engine.store)) history.write(run);
  for (const each of waited) history.write(refreshed(each, truth.get(each.shop)));
  const { rows } = await db.query<{ n: number }>('select n::int as n from summa._epoch');
  history.write({ kind: 'counter', epoch: rows[0]?.n ?? 0 });
}

function refreshed({ run, shop, state, days, epoch }: Waited, truth: Map<number, Expected> | undefined): Entry {
  const states = [...(truth?.get(epoch)?.states ?? [])].filter(([day]) => !days || (day >= days.from && day < days.to));
  return { kind: 'refreshed', run, shop, asked: state, oldest: Math.min(...states.map(([, each]) => each), 1e9) };
}
