import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Running } from '#lib/server/keep-running.ts';
import { redact } from '#lib/server/redact.ts';

export type ChildOptions = {
  /** Put before each line it prints. */
  name: string;
  /** The TypeScript or JavaScript file it runs. */
  script: string;
  args?: string[];
  env: NodeJS.ProcessEnv;
  execArgv?: string[];
  log: (line: string) => void;
  /** Each message it sends besides the one that says it is ready. */
  message?: (message: unknown) => void;
  /** How long it may take to stop before it is killed. */
  patience?: number;
};

/**
 * Starts one of Summa's processes and waits until it says it is ready. It ends by itself when this process dies, because
 * it sees the channel between them close. Its lines are prefixed, and secrets in them hidden.
 */
export async function startChild(options: ChildOptions): Promise<Running & { pid: number }> {
  const { name, script, args = [], env, execArgv = [], log, message, patience = 20_000 } = options;
  const child = fork(script, args, {
    env,
    execArgv,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C goes to the whole group of processes, but this one is to be stopped in its turn.
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => log(`${name}: ${redact(line)}`));
  }
  const gone = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
  const ready = new Promise<void>((resolve) => {
    child.on('message', (received) => {
      if (received === 'ready') resolve();
      else message?.(received);
    });
  });
  const early = await Promise.race([ready, gone]);
  if (early !== undefined) {
    throw new Error(
      `${name} ended before it was ready (${early}). The lines above that begin with "${name}:" say why; when that is mended, start again.`,
    );
  }
  return {
    pid: child.pid ?? 0,
    gone,
    async stop() {
      const alive = () => child.exitCode === null && child.signalCode === null;
      if (alive()) child.kill('SIGTERM');
      const killer = setTimeout(() => {
        if (alive()) child.kill('SIGKILL');
      }, patience);
      await gone;
      clearTimeout(killer);
    },
  };
}
