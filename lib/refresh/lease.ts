import { warehousePool } from '#lib/warehouse/connect.ts';
import { type ClaimedRun, renewLease } from './claim.ts';
import type { Engine } from './engine.ts';

/** Why an attempt must end before its work does. */
export type Ended = 'gone' | 'cancel' | 'stop';

export type Lease = { ended: () => Ended | null; release: () => void };

/** Renews a run's lease while it works. When it ends, by loss, request or stop, the run's statement is ended in the warehouse. */
export function holdLease(engine: Engine, run: ClaimedRun, pid: number, stop: AbortSignal): Lease {
  let ended: Ended | null = null;
  let renewed = performance.now();
  const end = (why: Ended) => {
    if (ended) return;
    ended = why;
    clearInterval(timer);
    warehousePool('jobs', engine.environment.warehouseUrl)
      .query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where pid = $1 and application_name like 'summa run %' and datname = current_database()`,
        [pid],
      )
      .catch((error: unknown) => engine.log(`Run ${run.id}: its connection could not be ended: ${String(error)}`));
  };
  const renew = async () => {
    try {
      const answer = await renewLease(engine, run);
      if (answer === 'held') renewed = performance.now();
      else end(answer);
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
    release: () => {
      clearInterval(timer);
      stop.removeEventListener('abort', onStop);
    },
  };
}
