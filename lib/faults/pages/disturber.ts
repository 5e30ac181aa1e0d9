import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { ControlStore } from '#lib/store/connect.ts';
import { writing } from '#lib/store/tables/runs.ts';
import type { Disturbed, Entry } from '../history/history.ts';
import type { Workers } from './workers.ts';

/** How often each thing is done, and how many milliseconds lie between two of them. */
export type Disturbances = Record<Disturbed['how'], number> & { everyMs: number };

type Given = {
  workers: Workers;
  db: pg.Pool;
  store: ControlStore;
  write: (entry: Entry) => void;
  /** Kills the server and starts it again. */
  killServer: () => Promise<void>;
  /** How long a stopped worker sleeps: longer than its lease, so that another takes over. */
  stopMs: number;
  say: (line: string) => void;
};

/** Kills, stops, cuts off, in random order at random moments, until everything was done as often as asked. */
export async function disturbWorkers(wanted: Disturbances, given: Given): Promise<void> {
  const { kill, stop, cut, postmaster, everyMs } = wanted;
  const left = shuffled([
    ...Array.from({ length: kill }, () => 'kill' as const),
    ...Array.from({ length: stop }, () => 'stop' as const),
    ...Array.from({ length: cut }, () => 'cut' as const),
    ...Array.from({ length: postmaster }, () => 'postmaster' as const),
  ]);
  const stopped = new Map<number, Promise<void>>();
  for (const [done, how] of left.entries()) {
    await sleep(everyMs * (0.5 + Math.random()));
    await untilDone(() => disturbOnce(how, given, stopped));
    if (done % 20 === 19) given.say(`${done + 1} of ${left.length} disturbances`);
  }
  await Promise.all(stopped.values());
}

async function disturbOnce(how: Disturbed['how'], given: Given, stopped: Map<number, Promise<void>>): Promise<void> {
  const { workers, write } = given;
  const busy = await untilBusy(given, stopped);
  const at = () => performance.timeOrigin + performance.now();
  if (how === 'postmaster') {
    write({ kind: 'disturbed', how, at: at(), attempts: busy.flatMap(({ attempts }) => attempts) });
    await given.killServer();
    return;
  }
  const victim = busy[Math.floor(Math.random() * busy.length)];
  if (!victim) throw new Error('nobody works');
  const { pid, attempts } = victim;
  write({ kind: 'disturbed', how, at: at(), attempts });
  if (how === 'kill') workers.signal(pid, 'SIGKILL');
  if (how === 'stop') {
    workers.signal(pid, 'SIGSTOP');
    const sleeping = sleep(given.stopMs).then(() => {
      workers.signal(pid, 'SIGCONT');
      stopped.delete(pid);
    });
    stopped.set(pid, sleeping);
  }
  if (how === 'cut') {
    const names = attempts.map(({ run, attempt }) => `summa run ${run}.${attempt}`);
    await given.db.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = any($1) and datname = current_database()',
      [names],
    );
  }
}

/** The server may be away just now. */
async function untilDone(act: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await act();
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(500);
    }
  }
}

type Busy = { pid: number; attempts: Disturbed['attempts'] };

/** Waits for workers that hold runs and are awake. */
async function untilBusy({ workers, store }: Given, stopped: ReadonlyMap<number, unknown>): Promise<Busy[]> {
  for (let waited = 0; waited < 3_000; waited++) {
    const pids = workers.pids().filter((pid) => !stopped.has(pid));
    const runs = await store
      .selectFrom('run')
      .select(['id', 'attempt', 'worker'])
      .where('state', 'in', writing)
      .where('worker', 'is not', null)
      .execute()
      .catch(() => []);
    const busy = pids.flatMap((pid) => {
      const attempts = runs
        .filter(({ worker }) => worker?.endsWith(` ${pid}`))
        .map(({ id, attempt }) => ({ run: id, attempt }));
      return attempts.length > 0 ? [{ pid, attempts }] : [];
    });
    if (busy.length > 0) return busy;
    await sleep(20);
  }
  throw new Error('No worker has held a run for a minute.');
}

function shuffled<T>(list: T[]): T[] {
  return list
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
