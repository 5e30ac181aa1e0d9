import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlStore } from '#lib/store/connect.ts';
import { writing } from '#lib/store/tables/runs.ts';
import type { Entry } from '../history/history.ts';

/** Writes down when each attempt of a run is first seen at work, as somebody at the admin page would see it. */
export function startWatcher(store: ControlStore, write: (entry: Entry) => void): { stop: () => Promise<void> } {
  let stopped = false;
  const seen = new Set<string>();
  const look = async () => {
    const runs = await store.selectFrom('run').select(['id', 'attempt']).where('state', 'in', writing).execute();
    for (const { id, attempt } of runs) {
      if (seen.has(`${id}.${attempt}`)) continue;
      seen.add(`${id}.${attempt}`);
      write({ kind: 'sign', run: id, attempt, at: performance.timeOrigin + performance.now() });
    }
  };
  const watching = (async () => {
    while (!stopped) {
      // The server may be away.
      await look().catch(() => {});
      await sleep(100);
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await watching;
    },
  };
}
