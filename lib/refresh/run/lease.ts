import { setTimeout as sleep } from 'node:timers/promises';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import type { ClaimedRun } from './claim.ts';
import type { Engine } from './engine.ts';
import { renewLease } from './held-run.ts';

/** Why an attempt must end before its work does. */
export type Ended = 'gone' | 'cancel' | 'stop';

export type Lease = {
  ended: () => Ended | null;
  /** Asks the control store whether the next unit may begin. Somebody may have asked to end after the last one. */
  mayGoOn: () => Promise<boolean>;
  release: () => void;
};

/** How long a statement is given to end by itself after it was cancelled. */
const graceMs = 3_000;

/** Renews a run's lease while it works. When it ends, by loss, request or stop, the run's statement is ended in the warehouse. */
export function holdLease(engine: Engine, run: ClaimedRun, pid: number, stop: AbortSignal): Lease {
  let ended: Ended | null = null;
  let released = false;
  let afterUnit = false;
  let renewed = performance.now();
  const end = (why: Ended) => {
    if (ended || released) return;
    ended = why;
    clearInterval(timer);
    const cut = why === 'cancel' ? cancelThenTerminate(engine, pid, () => released) : signal(engine, pid, 'terminate');
    cut.catch((error: unknown) => engine.log(`Run ${run.id}: its statement could not be ended: ${String(error)}`));
  };
  const renew = async () => {
    try {
      const answer = await renewLease(engine, run);
      if (answer === 'gone') return end('gone');
      renewed = performance.now();
      if (answer === 'now') end('cancel');
      if (answer === 'after unit') afterUnit = true;
    } catch {
      // The control store is away for a moment; the lease still holds by its clock.
      if (performance.now() - renewed > engine.lease.seconds * 1000) end('gone');
    }
  };
  const onStop = () => end('stop');
  const timer = setInterval(() => void renew(), engine.lease.renewMs);
  if (stop.aborted) onStop();
  else stop.addEventListener('abort', onStop, { once: true });
  return {
    ended: () => ended,
    mayGoOn: async () => {
      await renew();
      return !afterUnit;
    },
    release: () => {
      released = true;
      clearInterval(timer);
      stop.removeEventListener('abort', onStop);
    },
  };
}

/** Cancels whatever the run is doing until it has ended; a statement that does not listen loses its connection. */
async function cancelThenTerminate(engine: Engine, pid: number, over: () => boolean): Promise<void> {
  // Asked more than once, for between two statements there is nothing to cancel.
  for (let waited = 0; waited < graceMs; waited += 200) {
    if (over()) return;
    await signal(engine, pid, 'cancel');
    await sleep(200);
  }
  if (!over()) await signal(engine, pid, 'terminate');
}

async function signal(engine: Engine, pid: number, how: 'cancel' | 'terminate'): Promise<void> {
  const pool = warehousePool('jobs', engine.environment.warehouseUrl);
  // Redshift does not tell applications apart; the connection is one this process holds.
  const ofThisRun =
    engineDialect(pool).name === 'redshift'
      ? ''
      : ` from pg_stat_activity
           where pid = $1 and application_name like 'summa run %' and datname = current_database()`;
  await pool.query(`select pg_${how}_backend($1)${ofThisRun}`, [pid]);
}
