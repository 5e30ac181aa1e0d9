import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { findProcess, type ProcessName } from '#lib/cli/setup-cases/processes.ts';

export type StartOptions = {
  folder: string;
  env: Record<string, string | undefined>;
  /** Whose processes they are; this process's own user when left out. */
  user?: { uid: number; gid: number };
  /** `npm start` when left out. */
  command?: string[];
  say: (line: string) => void;
};

/** A command that was given, as a person would, and what it says. */
export type Started = {
  pid: number;
  lines: string[];
  /** Resolves with the exit code, when the last process that prints has ended. */
  ended: Promise<number | null>;
  /** Waits for a line; throws when the command ends before. */
  until(line: RegExp, seconds?: number): Promise<string>;
  /** Waits until the sign-in page is served; throws when the command ends before. */
  served(url: string, seconds?: number): Promise<void>;
  /** Waits for a process of this name and kills it. */
  kill(name: ProcessName, seconds?: number): Promise<void>;
  /** Waits for the end and answers with its last words; throws unless the code is the expected one. */
  endsWith(code: number, seconds?: number): Promise<string>;
  stop(): Promise<void>;
};

export function startCommand({ folder, env, user, command = ['npm', 'start'], say }: StartOptions): Started {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: folder,
    env: env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  const lines: string[] = [];
  let over = false;
  const ended = new Promise<number | null>((resolve) => {
    const end = (code: number | null) => {
      over = true;
      resolve(code);
    };
    child.once('close', end);
    child.once('error', (error) => {
      lines.push(error.message);
      end(null);
    });
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      say(line);
    });
  }
  const last = () => lines.filter((line) => line.trim() !== '').slice(-3);
  const poll = async <T>(what: string, seconds: number, look: () => Promise<T | undefined> | T | undefined) => {
    for (const until = Date.now() + seconds * 1000; ; await delay(50)) {
      const found = await look();
      if (found !== undefined) return found;
      if (over) throw new Error(`It ended before ${what}: ${last().join(' | ')}`);
      if (Date.now() > until) throw new Error(`No ${what} after ${seconds} s; last: ${last().join(' | ')}`);
    }
  };
  return {
    pid: child.pid ?? 0,
    lines,
    ended,
    until: (line, seconds = 180) => poll(`line like ${line}`, seconds, () => lines.find((each) => line.test(each))),
    async served(url, seconds = 180) {
      await poll(`page at ${url}`, seconds, async () => {
        const answer = await fetch(`${url}/sign-in`).catch(() => undefined);
        return answer?.status === 200 ? true : undefined;
      });
    },
    async kill(name, seconds = 60) {
      const pid = await poll(`process ${name}`, seconds, () => findProcess(child.pid ?? 0, name));
      process.kill(pid, 'SIGKILL');
    },
    async endsWith(code, seconds = 120) {
      const found = await Promise.race([ended, delay(seconds * 1000, 'nothing' as const, { ref: false })]);
      if (found !== code) throw new Error(`Exit code ${found} instead of ${code}: ${last().join(' | ')}`);
      return last().at(-1) ?? '';
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
