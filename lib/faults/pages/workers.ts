import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { WorkerOrder } from '../testing/worker-process.ts';

/** Workers in processes of their own; one that is killed is replaced at once, as a supervisor does. */
export type Workers = {
  pids(): number[];
  signal(pid: number, signal: NodeJS.Signals): void;
  end(): Promise<void>;
};

export async function startWorkers(count: number, order: WorkerOrder): Promise<Workers> {
  const children = new Map<number, ChildProcess>();
  let ending = false;
  const start = async (number: number) => {
    // Every second one publishes few changes as a copy, so that all ways of publishing are gone all the time.
    const own = { ...order, changedRows: number % 2 === 0 ? order.changedRows : 100_000 };
    const child = fork(path.join(import.meta.dirname, '../testing/worker-process.ts'), {
      env: { ...process.env, FAULTS: JSON.stringify(own) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const pid = child.pid ?? 0;
    children.set(pid, child);
    child.once('exit', () => {
      children.delete(pid);
      // The server may be away just now, so a start may fail; then the next one follows.
      if (!ending) setTimeout(() => void start(number), 200);
    });
    await Promise.race([once(child, 'message'), once(child, 'exit')]);
  };
  await Promise.all(Array.from({ length: count }, (_, number) => start(number)));
  return {
    pids: () => [...children.keys()],
    signal: (pid, signal) => void children.get(pid)?.kill(signal),
    end: async () => {
      ending = true;
      const gone = [...children.values()].map((child) => once(child, 'exit'));
      for (const child of children.values()) {
        child.kill('SIGCONT');
        child.kill('SIGTERM');
      }
      const late = setTimeout(() => {
        for (const child of children.values()) child.kill('SIGKILL');
      }, 10_000);
      await Promise.all(gone);
      clearTimeout(late);
    },
  };
}
