import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Shop } from '#lib/refresh/testing/shop.ts';
import type { KillOrder } from '../testing/killed-process.ts';

/** Processes that execute a run and die at a point. One is always started ahead, for starting takes longer than dying. */
export type KillProcesses = {
  /** Executes the run in a process that is killed where the order says; false when it did not come there. */
  killAt(order: KillOrder): Promise<boolean>;
  end(): void;
};

export function killProcesses(shop: Shop): KillProcesses {
  const start = async (): Promise<ChildProcess> => {
    const child = fork(path.join(import.meta.dirname, '../testing/killed-process.ts'), {
      env: { ...process.env, SHOP: JSON.stringify(shop.environment) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    started.add(child);
    await once(child, 'message');
    return child;
  };
  const started = new Set<ChildProcess>();
  let ready = start();
  return {
    killAt: async (order) => {
      const child = await ready;
      ready = start();
      const gone = once(child, 'exit');
      child.send(order);
      const [, signal] = await gone;
      started.delete(child);
      return signal === 'SIGKILL';
    },
    end: () => {
      ready.catch(() => {});
      for (const child of started) child.kill('SIGKILL');
    },
  };
}
