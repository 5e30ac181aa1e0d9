import type { ControlStore } from '#lib/store/connect.ts';

/** Writes a line to a run's log. */
export async function logRun(store: ControlStore, run: string, attempt: number, line: string): Promise<void> {
  await store.insertInto('run_log').values({ run, attempt, line }).execute();
}
