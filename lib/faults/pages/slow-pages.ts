import { setTimeout as sleep } from 'node:timers/promises';
import type { PageRead } from '../history/history.ts';
import { startExport, startReader } from './reader.ts';
import { onStage } from './stage.ts';
import { startWorkers } from './workers.ts';
import { startWriter } from './writer.ts';

export type SlowPages = {
  quietPages: number;
  busyPages: number;
  quietP95Ms: number;
  busyP95Ms: number;
  publishes: number;
};

/** Times pages while nothing else happens, then while everything is refreshed under an export that stays open all the time. */
export function slowPages(quietMs: number, busyMs: number): Promise<SlowPages> {
  return onStage(1, async ({ engine, db, readUrl, shops, history }) => {
    const given = { url: readUrl, shops, write: history.write };
    const epoch = async () => (await db.query<{ n: number }>('select n::int as n from summa._epoch')).rows[0]?.n ?? 0;
    const { environment } = engine;
    const order = { environment, shops: shops.length, leaseSeconds: 10, changedRows: 100_000 };
    const workers = await startWorkers(1, order);
    // A page each tenth of a second, far from what the machine can do: what is timed is waiting, not a full queue.
    const reader = startReader({ ...given, name: 'reader', pauseMs: 100 });
    await sleep(quietMs);
    const before = await epoch();
    const busyFrom = performance.timeOrigin + performance.now();
    const exporting = startExport({ ...given, name: 'export', pauseMs: 0, holdMs: busyMs });
    const writers = shops.map((shop) => startWriter(engine, db, shop));
    await sleep(busyMs);
    await Promise.all([reader, exporting, ...writers].map((each) => each.stop()));
    const publishes = (await epoch()) - before;
    await workers.end();
    const pages = history.read().filter((entry): entry is PageRead => entry.kind === 'page');
    const quiet = pages.filter((page) => page.ended < busyFrom);
    const busy = pages.filter((page) => page.began >= busyFrom);
    return {
      ...{ quietPages: quiet.length, busyPages: busy.length, publishes },
      ...{ quietP95Ms: percentile95(quiet), busyP95Ms: percentile95(busy) },
    };
  });
}

function percentile95(pages: PageRead[]): number {
  const times = pages.map((page) => page.ended - page.began).sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.95)] ?? Number.NaN;
}
