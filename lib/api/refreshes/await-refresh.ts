import type { ControlStore } from '#lib/store/connect.ts';
import { readRefresh } from './read-refresh.ts';
import type { Refresh } from './schemas.ts';
import { runWatch } from './watch-runs.ts';

/** A run as it is once it has ended, its state has changed, so many seconds have passed, or nobody waits any longer. */
export async function awaitRefresh(
  store: ControlStore,
  id: string,
  seconds: number,
  signals: readonly AbortSignal[],
): Promise<Refresh> {
  const now = await readRefresh(store, id);
  if (now.ended || seconds === 0) return now;
  await runWatch(store).leaves(id, now.status, seconds * 1000, signals);
  return readRefresh(store, id);
}
